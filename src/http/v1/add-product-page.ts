// POST /v1/programs/:programId/products/page: a product by the address of its page on the shop's own hosts.

import { addProductPage } from '#app/products/add-product-page.ts'
import { programParamsSchema } from '#schema/ids.ts'
import { noQuerySchema } from '#schema/page.ts'
import { productPageSchema } from '#schema/stories.ts'
import { productAnswerSchema } from '#schema/story-answers.ts'
import { recommenderAccess } from '../access.ts'
import { postEndpoint } from '../endpoint.ts'
import { productJson } from '../story-json.ts'
import { personKeyScope } from './key-scopes.ts'

/** Sign-in token · `{address}` → 201, the product; its page is read once. */
export const addProductPageEndpoint = postEndpoint({
  path: '/v1/programs/:programId/products/page',
  summary: 'Adds a product by the address of its page.',
  answers: productAnswerSchema,
  statuses: [201],
  access: recommenderAccess,
  params: programParamsSchema,
  query: noQuerySchema,
  body: () => productPageSchema,
  keyScope: (who, { programId }) => personKeyScope(who, programId),
  answer: async ({ deps, publicUrl }, { who, params, body }) => {
    const product = await addProductPage(deps, { ...params, ...body, recommenderId: who.recommenderId })
    return { status: 201, body: productJson(product, publicUrl) }
  },
})
