// GET /v1/programs/:programId/spread: how a program went from person to person.

import { readSpread } from '#app/metrics/read-spread.ts'
import { programParamsSchema } from '#schema/ids.ts'
import { spreadQuerySchema } from '#schema/metrics.ts'
import { spreadAnswerSchema } from '#schema/figures.ts'
import { retailerAccess } from '../access.ts'
import { getEndpoint } from '../endpoint.ts'
import { viewJson } from './view-json.ts'

/** API key · `?from&to` of the K-factor → 200 generations, cascades, structural virality, people by downstream sales. */
export const readSpreadEndpoint = getEndpoint({
  path: '/v1/programs/:programId/spread',
  summary: 'Reads how a program went from person to person.',
  answers: spreadAnswerSchema,
  access: retailerAccess,
  params: programParamsSchema,
  query: spreadQuerySchema,
  answer: async ({ deps }, { who, params, query }) => {
    const asked = { retailerId: who.retailerId, programId: params.programId, ...query }
    return { status: 200, body: viewJson(await readSpread(deps, asked)) }
  },
})
