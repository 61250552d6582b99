// POST /v1/programs/:programId/coupons: a shop's discount codes, those it has or those it is asked to make.

import { importCoupons } from '#app/coupons/import-coupons.ts'
import { couponOutcomesAnswerSchema, importCouponsSchema } from '#schema/coupons.ts'
import { programParamsSchema } from '#schema/ids.ts'
import { noQuerySchema } from '#schema/page.ts'
import { retailerAccess } from '../access.ts'
import { postEndpoint } from '../endpoint.ts'
import { retailerKeyScope } from './key-scopes.ts'

/** API key · `{coupons: [{code, link?, saving?}], inShop}` → 200 `{data}`: what became of each code. */
export const importCouponsEndpoint = postEndpoint({
  path: '/v1/programs/:programId/coupons',
  summary: 'Imports discount codes.',
  answers: couponOutcomesAnswerSchema,
  access: retailerAccess,
  params: programParamsSchema,
  query: noQuerySchema,
  body: () => importCouponsSchema,
  keyScope: retailerKeyScope,
  answer: async ({ deps }, { who, params, body }) => {
    const { retailerId } = who
    const { coupons, inShop: isInShop } = body
    const data = await importCoupons(deps, { retailerId, programId: params.programId, coupons, isInShop })
    return { status: 200, body: { data } }
  },
})
