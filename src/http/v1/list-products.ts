// GET /v1/programs/:programId/products: the products that a story may show.

import { listProducts } from '#app/products/list-products.ts'
import { programParamsSchema } from '#schema/ids.ts'
import { noQuerySchema } from '#schema/page.ts'
import { productsAnswerSchema } from '#schema/story-answers.ts'
import { anyoneAccess } from '../access.ts'
import { getEndpoint } from '../endpoint.ts'
import { productJson } from '../story-json.ts'

/** No key → 200 `{data}`: the last hundred seen. */
export const listProductsEndpoint = getEndpoint({
  path: '/v1/programs/:programId/products',
  summary: 'Lists the products that a story may show.',
  answers: productsAnswerSchema,
  access: anyoneAccess,
  params: programParamsSchema,
  query: noQuerySchema,
  answer: async ({ deps, publicUrl }, { params }) => {
    const products = await listProducts(deps, params)
    return { status: 200, body: { data: products.map((product) => productJson(product, publicUrl)) } }
  },
})
