// GET /v1/programs/:programId/metrics: what came of a program in a span of time.

import { readMetrics } from '#app/metrics/read-metrics.ts'
import { programParamsSchema } from '#schema/ids.ts'
import { metricsQuerySchema } from '#schema/metrics.ts'
import { metricsAnswerSchema } from '#schema/figures.ts'
import { retailerAccess } from '../access.ts'
import { getEndpoint } from '../endpoint.ts'
import { viewJson } from './view-json.ts'

/** API key · `?from&to&marginBps&gasPriceWei&coinPrice` → 200 totals, days, tiers, people; ratios in bps, or null. */
export const readMetricsEndpoint = getEndpoint({
  path: '/v1/programs/:programId/metrics',
  summary: "Reads a program's figures.",
  answers: metricsAnswerSchema,
  access: retailerAccess,
  params: programParamsSchema,
  query: metricsQuerySchema,
  answer: async ({ deps }, { who, params, query }) => {
    const { from, to, marginBps, gasPriceWei, coinPrice } = query
    const price =
      gasPriceWei === undefined || coinPrice === undefined
        ? undefined
        : { gasPriceWei, coinMicros: coinPrice }
    const asked = { retailerId: who.retailerId, programId: params.programId, from, to, marginBps, price }
    return { status: 200, body: viewJson(await readMetrics(deps, asked)) }
  },
})
