// POST /v1/programs/:programId/products/csv: a shop's products as a table.

import { importProducts } from '#app/products/import-products.ts'
import { programParamsSchema } from '#schema/ids.ts'
import { noQuerySchema } from '#schema/page.ts'
import { PRODUCT_ROWS_MAX, productRowSchema } from '#schema/stories.ts'
import { tableTextSchema } from '#schema/text.ts'
import { productsImportedAnswerSchema } from '#schema/story-answers.ts'
import { retailerAccess } from '../access.ts'
import { postEndpoint } from '../endpoint.ts'
import { readCsvBody } from '../read-body.ts'
import { readTable } from '../read-table.ts'
import { retailerKeyScope } from './key-scopes.ts'

/** Shopify's export of some thousand rows with their descriptions. */
const TABLE_MAX_BYTES = 8 * 1024 * 1024

/** API key · text/csv → 200 `{products}`: how many were written. */
export const importProductTableEndpoint = postEndpoint({
  path: '/v1/programs/:programId/products/csv',
  summary: 'Imports products from a table.',
  answers: productsImportedAnswerSchema,
  access: retailerAccess,
  params: programParamsSchema,
  query: noQuerySchema,
  body: () => tableTextSchema,
  bodyTypes: ['text/csv'],
  readBody: (request, response) => readCsvBody(request, response, TABLE_MAX_BYTES),
  keyScope: retailerKeyScope,
  answer: async ({ deps }, { who, params, body }) => {
    const products = readTable(deps, { text: body, row: productRowSchema, rowsMax: PRODUCT_ROWS_MAX })
    const { retailerId } = who
    return { status: 200, body: await importProducts(deps, { retailerId, ...params, products }) }
  },
})
