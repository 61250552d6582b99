// GET /v1/programs/:programId/policies: the versions of a program's rules, newest first.

import { listPolicies } from '#app/policies/list-policies.ts'
import { programParamsSchema } from '#schema/ids.ts'
import { anyPageQuerySchema } from '#schema/page.ts'
import { policyListAnswerSchema } from '#schema/policies.ts'
import { retailerAccess } from '../access.ts'
import { getEndpoint } from '../endpoint.ts'
import { placeOf } from '../paging.ts'
import { pageAnswer } from './page-answer.ts'

/** API key → 200 `{data}`. */
export const listPoliciesEndpoint = getEndpoint({
  path: '/v1/programs/:programId/policies',
  summary: "Lists the versions of a program's rules, newest first.",
  answers: policyListAnswerSchema,
  access: retailerAccess,
  params: programParamsSchema,
  query: anyPageQuerySchema,
  answer: async ({ deps }, { who, params, query }) => {
    const versions = await listPolicies(deps, { retailerId: who.retailerId, ...params })
    return pageAnswer(versions, { place: ({ versionNo }) => placeOf(versionNo), order: 'descending' }, query)
  },
})
