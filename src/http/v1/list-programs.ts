// GET /v1/programs: the retailer's programs for sales.

import { listPrograms } from '#app/programs/list-programs.ts'
import { noParamsSchema, noQuerySchema } from '#schema/page.ts'
import { programsAnswerSchema } from '#schema/retailers.ts'
import { retailerAccess } from '../access.ts'
import { getEndpoint } from '../endpoint.ts'
import { viewJson } from './view-json.ts'

/** API key → 200 `{data}`, oldest first. */
export const listProgramsEndpoint = getEndpoint({
  path: '/v1/programs',
  summary: "Lists the shop's programs, oldest first.",
  answers: programsAnswerSchema,
  access: retailerAccess,
  params: noParamsSchema,
  query: noQuerySchema,
  answer: async ({ deps, publicUrl }, { who }) => {
    const programs = await listPrograms(deps, { retailerId: who.retailerId })
    const data = programs.map(({ programId, name, shopUrl, policyHash, lastOrderAt }) =>
      viewJson({
        programId,
        name,
        shopUrl,
        policyHash,
        joinUrl: `${publicUrl}/join/${programId}`,
        lastOrderAt,
      }),
    )
    return { status: 200, body: { data } }
  },
})
