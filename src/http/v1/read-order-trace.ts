// GET /v1/orders/:orderId/trace: every decision about one order of the retailer, in the order of evaluation.

import { readOrderTrace } from '#app/orders/read-order-trace.ts'
import { orderParamsSchema } from '#schema/ids.ts'
import { noQuerySchema } from '#schema/page.ts'
import { orderTraceAnswerSchema } from '#schema/orders.ts'
import { retailerAccess } from '../access.ts'
import { getEndpoint } from '../endpoint.ts'
import { viewJson } from './view-json.ts'

/** API key → 200, shared steps and each credited person's own; another retailer's order is `not_found`. */
export const readOrderTraceEndpoint = getEndpoint({
  path: '/v1/orders/:orderId/trace',
  summary: 'Reads every decision about an order.',
  answers: orderTraceAnswerSchema,
  access: retailerAccess,
  params: orderParamsSchema,
  query: noQuerySchema,
  answer: async ({ deps }, { who, params }) => {
    const trace = await readOrderTrace(deps, { retailerId: who.retailerId, orderId: params.orderId })
    return { status: 200, body: viewJson(trace) }
  },
})
