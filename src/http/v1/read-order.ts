// GET /v1/orders/:orderId: one order of the retailer, with the reasons for what became of it.

import { readOrder } from '#app/orders/read-order.ts'
import { orderParamsSchema } from '#schema/ids.ts'
import { noQuerySchema } from '#schema/page.ts'
import { orderAnswerSchema } from '#schema/orders.ts'
import { retailerAccess } from '../access.ts'
import { getEndpoint } from '../endpoint.ts'
import { viewJson } from './view-json.ts'

/** API key → 200, the order; another retailer's order is `not_found` like one that never was. */
export const readOrderEndpoint = getEndpoint({
  path: '/v1/orders/:orderId',
  summary: 'Reads an order.',
  answers: orderAnswerSchema,
  access: retailerAccess,
  params: orderParamsSchema,
  query: noQuerySchema,
  answer: async ({ deps }, { who, params }) => {
    const order = await readOrder(deps, { retailerId: who.retailerId, orderId: params.orderId })
    return { status: 200, body: viewJson(order) }
  },
})
