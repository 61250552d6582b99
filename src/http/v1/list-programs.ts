// GET /v1/programs: the retailer's programs for sales.

import { listPrograms } from '#app/programs/list-programs.ts'
import { anyPageQuerySchema, noParamsSchema } from '#schema/page.ts'
import { programsAnswerSchema } from '#schema/retailers.ts'
import { retailerAccess } from '../access.ts'
import { getEndpoint } from '../endpoint.ts'
import { pageAnswer } from './page-answer.ts'
import { viewJson } from './view-json.ts'

/** API key → 200 `{data, page}`, oldest first. */
export const listProgramsEndpoint = getEndpoint({
  path: '/v1/programs',
  summary: "Lists the shop's programs, oldest first.",
  answers: programsAnswerSchema,
  access: retailerAccess,
  params: noParamsSchema,
  query: anyPageQuerySchema,
  answer: async ({ deps, publicUrl }, { who, query }) => {
    const programs = await listPrograms(deps, { retailerId: who.retailerId })
    return pageAnswer(
      programs,
      { place: ({ programId }) => programId, order: 'ascending' },
      query,
      ({ programId, name, shopUrl, policyHash, lastOrderAt }) =>
        viewJson({
          ...{ programId, name, shopUrl, policyHash },
          joinUrl: `${publicUrl}/join/${programId}`,
          lastOrderAt,
        }),
    )
  },
})
