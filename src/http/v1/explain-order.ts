// GET /v1/orders/:orderId/explanation: how the rules came to what an order is worth.

import { explainOrder } from '#app/policies/explain-order.ts'
import { orderParamsSchema } from '#schema/ids.ts'
import { noQuerySchema } from '#schema/page.ts'
import { orderExplanationAnswerSchema } from '#schema/orders.ts'
import { retailerAccess } from '../access.ts'
import { getEndpoint } from '../endpoint.ts'
import { viewJson } from './view-json.ts'

/** API key → 200, the explanation; another retailer's order is `not_found` like one that never was. */
export const explainOrderEndpoint = getEndpoint({
  path: '/v1/orders/:orderId/explanation',
  summary: 'Explains how the rules came to what an order is worth.',
  answers: orderExplanationAnswerSchema,
  access: retailerAccess,
  params: orderParamsSchema,
  query: noQuerySchema,
  answer: async ({ deps }, { who, params }) => {
    const explanation = await explainOrder(deps, { retailerId: who.retailerId, ...params })
    return { status: 200, body: viewJson(explanation) }
  },
})
