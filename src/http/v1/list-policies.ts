// GET /v1/programs/:programId/policies: the versions of a program's rules, newest first.

import { listPolicies } from '#app/policies/list-policies.ts'
import { programParamsSchema } from '#schema/ids.ts'
import { noQuerySchema } from '#schema/page.ts'
import { policyListAnswerSchema } from '#schema/policies.ts'
import { retailerAccess } from '../access.ts'
import { getEndpoint } from '../endpoint.ts'
import { viewJson } from './view-json.ts'

/** API key → 200 `{data}`. */
export const listPoliciesEndpoint = getEndpoint({
  path: '/v1/programs/:programId/policies',
  summary: "Lists the versions of a program's rules, newest first.",
  answers: policyListAnswerSchema,
  access: retailerAccess,
  params: programParamsSchema,
  query: noQuerySchema,
  answer: async ({ deps }, { who, params }) => {
    const versions = await listPolicies(deps, { retailerId: who.retailerId, ...params })
    return { status: 200, body: { data: versions.map(viewJson) } }
  },
})
