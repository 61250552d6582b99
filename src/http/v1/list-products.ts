// GET /v1/programs/:programId/products: the products that a story may show.

import { listProducts } from '#app/products/list-products.ts'
import { programParamsSchema } from '#schema/ids.ts'
import { anyPageQuerySchema } from '#schema/page.ts'
import { productsAnswerSchema } from '#schema/story-answers.ts'
import { anyoneAccess } from '../access.ts'
import { getEndpoint } from '../endpoint.ts'
import { productJson } from '../story-json.ts'

/** No key → 200 `{data, page}`: the last made first. */
export const listProductsEndpoint = getEndpoint({
  path: '/v1/programs/:programId/products',
  summary: 'Lists the products that a story may show.',
  answers: productsAnswerSchema,
  access: anyoneAccess,
  params: programParamsSchema,
  query: anyPageQuerySchema,
  answer: async ({ deps, publicUrl }, { params, query }) => {
    const { data, next } = await listProducts(deps, { ...params, ...query })
    const products = data.map((product) => productJson(product, publicUrl))
    return { status: 200, body: { data: products, page: { next } } }
  },
})
