// GET /v1/orders: the retailer's orders, newest first, a page at a time.

import { listOrders } from '#app/orders/list-orders.ts'
import { noParamsSchema, pageQuerySchema } from '#schema/page.ts'
import { ordersAnswerSchema } from '#schema/orders.ts'
import { retailerAccess } from '../access.ts'
import { getEndpoint } from '../endpoint.ts'
import { viewJson } from './view-json.ts'

/** API key · `?limit&after` → 200 `{data, page: {next}}`; `next` is null on the last page. */
export const listOrdersEndpoint = getEndpoint({
  path: '/v1/orders',
  summary: 'Lists orders, newest first.',
  answers: ordersAnswerSchema,
  access: retailerAccess,
  params: noParamsSchema,
  query: pageQuerySchema,
  answer: async ({ deps }, { who, query }) => {
    const { data, next } = await listOrders(deps, { retailerId: who.retailerId, ...query })
    return { status: 200, body: { data: data.map(viewJson), page: { next } } }
  },
})
