// GET /v1/programs/:programId/pool: the retailer's money, by what the chain has finally said.

import { readPool } from '#app/pools/read-pool.ts'
import { programParamsSchema } from '#schema/ids.ts'
import { noQuerySchema } from '#schema/page.ts'
import { poolAnswerSchema } from '#schema/retailers.ts'
import { retailerAccess } from '../access.ts'
import { getEndpoint } from '../endpoint.ts'
import { viewJson } from './view-json.ts'

/** API key → 200, the pool; amounts as decimal strings. */
export const readPoolEndpoint = getEndpoint({
  path: '/v1/programs/:programId/pool',
  summary: "Reads a program's pool as the chain has finally said.",
  answers: poolAnswerSchema,
  access: retailerAccess,
  params: programParamsSchema,
  query: noQuerySchema,
  answer: async ({ deps }, { who, params }) => {
    const pool = await readPool(deps, { retailerId: who.retailerId, programId: params.programId })
    return { status: 200, body: viewJson(pool) }
  },
})
