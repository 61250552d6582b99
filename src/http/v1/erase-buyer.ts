// POST /v1/buyers/erasure: a shop has to forget a buyer.

import { eraseBuyer } from '#app/privacy/erase-buyer.ts'
import { noParamsSchema, noQuerySchema } from '#schema/page.ts'
import { buyerErasureAnswerSchema, eraseBuyerSchema } from '#schema/privacy.ts'
import { retailerAccess } from '../access.ts'
import { postEndpoint } from '../endpoint.ts'
import { retailerKeyScope } from './key-scopes.ts'

/** API key · `{email?, customer?: {connectionId, customerId}}` → 200 `{orders}`. */
export const eraseBuyerEndpoint = postEndpoint({
  path: '/v1/buyers/erasure',
  summary: 'Erases what is kept of a buyer.',
  answers: buyerErasureAnswerSchema,
  access: retailerAccess,
  params: noParamsSchema,
  query: noQuerySchema,
  body: () => eraseBuyerSchema,
  keyScope: retailerKeyScope,
  answer: async ({ deps }, { who, body }) => ({
    status: 200,
    body: await eraseBuyer(deps, { retailerId: who.retailerId, ...body }),
  }),
})
