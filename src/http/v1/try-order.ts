// POST /v1/connections/:connectionId/test-orders: what would become of an order. Nothing of it stays.

import { tryOrder } from '#app/deliveries/try-order.ts'
import { connectionParamsSchema } from '#schema/connections.ts'
import { noQuerySchema } from '#schema/page.ts'
import { triedOrderAnswerSchema, tryOrderSchema } from '#schema/test-orders.ts'
import { retailerAccess } from '../access.ts'
import { postEndpoint } from '../endpoint.ts'
import { retailerKeyScope } from './key-scopes.ts'
import { viewJson } from './view-json.ts'

/** API key · `{body, topic?}` or `{linkCode?, amount?}` → 200: facts, trace and what it would pay. */
export const tryOrderEndpoint = postEndpoint({
  path: '/v1/connections/:connectionId/test-orders',
  summary: 'Says how an order would be read, whom it would be credited to and what it would pay.',
  answers: triedOrderAnswerSchema,
  access: retailerAccess,
  params: connectionParamsSchema,
  query: noQuerySchema,
  body: () => tryOrderSchema,
  keyScope: retailerKeyScope,
  answer: async ({ deps }, { who, params, body }) => {
    const tried = await tryOrder(deps, { retailerId: who.retailerId, ...params, ...body })
    return { status: 200, body: viewJson(tried) }
  },
})
