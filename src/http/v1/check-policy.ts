// POST /v1/policies/check: what is wrong with rules, or the most that they can cost in a month; publishes nothing.

import { checkPolicy } from '#app/policies/check-policy.ts'
import { noParamsSchema, noQuerySchema } from '#schema/page.ts'
import { checkPolicySchema, policyCheckAnswerSchema } from '#schema/policies.ts'
import { retailerAccess } from '../access.ts'
import { postEndpoint } from '../endpoint.ts'
import { retailerKeyScope } from './key-scopes.ts'
import { lossJson } from './policy-json.ts'

/** API key · `{policy, programId?}` → 200 `{isValid, fields, policyHash?, loss?}`. */
export const checkPolicyEndpoint = postEndpoint({
  path: '/v1/policies/check',
  summary: 'Says what is wrong with rules, or the most that they can cost in a month.',
  answers: policyCheckAnswerSchema,
  access: retailerAccess,
  params: noParamsSchema,
  query: noQuerySchema,
  body: () => checkPolicySchema,
  keyScope: retailerKeyScope,
  answer: async ({ deps }, { who, body }) => {
    const checked = await checkPolicy(deps, { retailerId: who.retailerId, ...body })
    return { status: 200, body: checked.isValid ? { ...checked, loss: lossJson(checked.loss) } : checked }
  },
})
