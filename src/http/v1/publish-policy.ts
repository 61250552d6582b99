// POST /v1/programs/:programId/policies: another version of a program's rules, never retroactive.

import { publishPolicy } from '#app/policies/publish-policy.ts'
import { programParamsSchema } from '#schema/ids.ts'
import { noQuerySchema } from '#schema/page.ts'
import { publishPolicySchema, publishedPolicyAnswerSchema } from '#schema/policies.ts'
import { retailerAccess } from '../access.ts'
import { postEndpoint } from '../endpoint.ts'
import { retailerKeyScope } from './key-scopes.ts'
import { viewJson } from './view-json.ts'

/** API key · `{policy, effectiveFrom?}` → 201 the version and `status`. */
export const publishPolicyEndpoint = postEndpoint({
  path: '/v1/programs/:programId/policies',
  summary: "Publishes another version of a program's rules.",
  answers: publishedPolicyAnswerSchema,
  statuses: [200, 201],
  access: retailerAccess,
  params: programParamsSchema,
  query: noQuerySchema,
  body: () => publishPolicySchema,
  keyScope: retailerKeyScope,
  answer: async ({ deps }, { who, params, body }) => {
    const version = await publishPolicy(deps, { retailerId: who.retailerId, ...params, ...body })
    return { status: version.status === 'published' ? 201 : 200, body: viewJson(version) }
  },
})
