// GET /v1/me/metrics: what a person's own links did, and how far it went from them.

import { readOwnMetrics } from '#app/metrics/read-own-metrics.ts'
import { noParamsSchema, noQuerySchema } from '#schema/page.ts'
import { ownMetricsAnswerSchema } from '#schema/figures.ts'
import { recommenderAccess } from '../access.ts'
import { getEndpoint } from '../endpoint.ts'
import { viewJson } from './view-json.ts'

/** Sign-in token → 200 `{data}`, one entry for each program the person has a link of. */
export const readOwnMetricsEndpoint = getEndpoint({
  path: '/v1/me/metrics',
  summary: "Reads the figures of one's own links.",
  answers: ownMetricsAnswerSchema,
  access: recommenderAccess,
  params: noParamsSchema,
  query: noQuerySchema,
  answer: async ({ deps }, { who }) => {
    const programs = await readOwnMetrics(deps, { recommenderId: who.recommenderId })
    return { status: 200, body: { data: programs.map(viewJson) } }
  },
})
