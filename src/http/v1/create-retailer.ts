// POST /v1/retailers: the operator sets up a retailer. The API key is shown here and never again.

import { createRetailer } from '#app/retailers/create-retailer.ts'
import { createShopSignIn } from '#app/retailers/shop-sign-in.ts'
import { noParamsSchema, noQuerySchema } from '#schema/page.ts'
import { createRetailerSchema, retailerAnswerSchema } from '#schema/retailers.ts'
import { operatorAccess } from '../access.ts'
import { postEndpoint } from '../endpoint.ts'
import { operatorKeyScope } from './key-scopes.ts'

/** Operator key · `{name}` → 201 `{retailerId, apiKey, shopUrl}`; `shopUrl` signs in to the shop's page. */
export const createRetailerEndpoint = postEndpoint({
  path: '/v1/retailers',
  summary: 'Sets up a retailer.',
  answers: retailerAnswerSchema,
  statuses: [201],
  access: operatorAccess,
  params: noParamsSchema,
  query: noQuerySchema,
  body: () => createRetailerSchema,
  keyScope: operatorKeyScope,
  answer: async ({ deps, publicUrl }, { body }) => {
    const { retailerId, apiKey } = await createRetailer(deps, body)
    const { token } = await createShopSignIn(deps, { retailerId })
    return { status: 201, body: { retailerId, apiKey, shopUrl: `${publicUrl}/shop/${token}` } }
  },
})
