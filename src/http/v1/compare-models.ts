// GET /v1/programs/:programId/models: past orders under each of the five attribution models, side by side.

import { compareProgramModels } from '#app/orders/compare-program-models.ts'
import { programParamsSchema } from '#schema/ids.ts'
import { spreadQuerySchema } from '#schema/metrics.ts'
import { modelsAnswerSchema } from '#schema/models.ts'
import { retailerAccess } from '../access.ts'
import { getEndpoint } from '../endpoint.ts'
import { viewJson } from './view-json.ts'

/** API key · `?from&to` → 200, for each model what it would have paid, and to whom; a report, which pays nobody. */
export const compareModelsEndpoint = getEndpoint({
  path: '/v1/programs/:programId/models',
  summary: 'Compares the attribution models over past orders.',
  answers: modelsAnswerSchema,
  access: retailerAccess,
  params: programParamsSchema,
  query: spreadQuerySchema,
  answer: async ({ deps }, { who, params, query }) => {
    const asked = { retailerId: who.retailerId, programId: params.programId, ...query }
    return { status: 200, body: viewJson(await compareProgramModels(deps, asked)) }
  },
})
