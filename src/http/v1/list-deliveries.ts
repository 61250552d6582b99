// GET /v1/deliveries: what the retailer's shops have sent, and what became of it.

import { listDeliveries } from '#app/deliveries/list-deliveries.ts'
import { noParamsSchema, pageQuerySchema } from '#schema/page.ts'
import { deliveriesAnswerSchema } from '#schema/deliveries.ts'
import { retailerAccess } from '../access.ts'
import { getEndpoint } from '../endpoint.ts'
import { viewJson } from './view-json.ts'

/** API key · `?limit&after` → 200 `{data, page: {next}}`; `next` is null on the last page. */
export const listDeliveriesEndpoint = getEndpoint({
  path: '/v1/deliveries',
  summary: "Lists what the shop's platforms have sent, newest first.",
  answers: deliveriesAnswerSchema,
  access: retailerAccess,
  params: noParamsSchema,
  query: pageQuerySchema,
  answer: async ({ deps }, { who, query }) => {
    const { data, next } = await listDeliveries(deps, { retailerId: who.retailerId, ...query })
    return { status: 200, body: { data: data.map(viewJson), page: { next } } }
  },
})
