// GET /v1/programs/:programId/recommenders/:recommenderId: one person of a program, as its shop sees them.

import { readMember } from '#app/people/read-member.ts'
import { memberParamsSchema } from '#schema/ids.ts'
import { noQuerySchema } from '#schema/page.ts'
import { memberAnswerSchema } from '#schema/people-answers.ts'
import { retailerAccess } from '../access.ts'
import { getEndpoint } from '../endpoint.ts'
import { viewJson } from './view-json.ts'

/** API key → 200, the person. */
export const readMemberEndpoint = getEndpoint({
  path: '/v1/programs/:programId/recommenders/:recommenderId',
  summary: 'Reads what the shop says of a person in its program.',
  answers: memberAnswerSchema,
  access: retailerAccess,
  params: memberParamsSchema,
  query: noQuerySchema,
  answer: async ({ deps }, { who: { retailerId }, params }) => ({
    status: 200,
    body: viewJson(await readMember(deps, { retailerId, ...params })),
  }),
})
