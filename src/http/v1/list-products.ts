// GET /v1/programs/:programId/products: the products that a story may show.

import { listProducts } from '#app/products/list-products.ts'
import { programParamsSchema } from '#schema/ids.ts'
import { anyPageQuerySchema } from '#schema/page.ts'
import { productsAnswerSchema } from '#schema/story-answers.ts'
import { anyoneAccess } from '../access.ts'
import { getEndpoint } from '../endpoint.ts'
import { pageOfRows } from '../paging.ts'
import { productJson } from '../story-json.ts'

/** No key → 200 `{data, page}`: the last hundred seen. */
export const listProductsEndpoint = getEndpoint({
  path: '/v1/programs/:programId/products',
  summary: 'Lists the products that a story may show.',
  answers: productsAnswerSchema,
  access: anyoneAccess,
  params: programParamsSchema,
  query: anyPageQuerySchema,
  answer: async ({ deps, publicUrl }, { params, query }) => {
    const products = await listProducts(deps, params)
    const { data, page } = pageOfRows(products, ({ productId }) => productId, query)
    return { status: 200, body: { data: data.map((product) => productJson(product, publicUrl)), page } }
  },
})
