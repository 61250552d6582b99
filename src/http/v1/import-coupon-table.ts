// POST /v1/programs/:programId/coupons/csv: a shop's discount codes as a table.

import { importCoupons } from '#app/coupons/import-coupons.ts'
import {
  COUPON_ROWS_MAX,
  couponOutcomesAnswerSchema,
  couponRowSchema,
  couponTableQuerySchema,
} from '#schema/coupons.ts'
import { programParamsSchema } from '#schema/ids.ts'
import { tableTextSchema } from '#schema/text.ts'
import { retailerAccess } from '../access.ts'
import { postEndpoint } from '../endpoint.ts'
import { readCsvBody } from '../read-body.ts'
import { readTable } from '../read-table.ts'
import { retailerKeyScope } from './key-scopes.ts'

/** A thousand rows of a code, a link and a saving, many times over. */
const TABLE_MAX_BYTES = 512 * 1024

/** API key · `?inShop` · text/csv with `code`, `link`, `percent`, `amount`, `currency` → 200 `{data}`. */
export const importCouponTableEndpoint = postEndpoint({
  path: '/v1/programs/:programId/coupons/csv',
  summary: 'Imports discount codes from a table.',
  answers: couponOutcomesAnswerSchema,
  access: retailerAccess,
  params: programParamsSchema,
  query: couponTableQuerySchema,
  body: () => tableTextSchema,
  bodyTypes: ['text/csv'],
  readBody: (request, response) => readCsvBody(request, response, TABLE_MAX_BYTES),
  keyScope: retailerKeyScope,
  answer: async ({ deps }, { who, params, query, body }) => {
    const { retailerId } = who
    const coupons = readTable(deps, { text: body, row: couponRowSchema, rowsMax: COUPON_ROWS_MAX })
    const input = { retailerId, programId: params.programId, coupons, isInShop: query.inShop }
    return { status: 200, body: { data: await importCoupons(deps, input) } }
  },
})
