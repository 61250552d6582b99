// GET /v1/programs/:programId/recommenders: the people of a program, as its shop sees them.

import { listMembers } from '#app/people/list-members.ts'
import { programParamsSchema } from '#schema/ids.ts'
import { anyPageQuerySchema } from '#schema/page.ts'
import { membersAnswerSchema } from '#schema/people-answers.ts'
import { retailerAccess } from '../access.ts'
import { getEndpoint } from '../endpoint.ts'
import { viewJson } from './view-json.ts'

/** API key → 200 `{data}`, in the order in which they joined. */
export const listMembersEndpoint = getEndpoint({
  path: '/v1/programs/:programId/recommenders',
  summary: 'Lists the people of a program.',
  answers: membersAnswerSchema,
  access: retailerAccess,
  params: programParamsSchema,
  query: anyPageQuerySchema,
  answer: async ({ deps }, { who, params, query }) => {
    const { data, next } = await listMembers(deps, { retailerId: who.retailerId, ...params, ...query })
    return { status: 200, body: { data: data.map(viewJson), page: { next } } }
  },
})
