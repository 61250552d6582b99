// GET /v1/programs/:programId/coupons: a program's discount codes; with `state=asked`, those the shop is asked to make.

import { listCoupons } from '#app/coupons/list-coupons.ts'
import { couponQuerySchema, couponsAnswerSchema } from '#schema/coupons.ts'
import { programParamsSchema } from '#schema/ids.ts'
import { retailerAccess } from '../access.ts'
import { getEndpoint } from '../endpoint.ts'
import { viewJson } from './view-json.ts'

/** API key · `?state&limit&after` → 200 `{data, page: {next}}`, in the order of the codes. */
export const listCouponsEndpoint = getEndpoint({
  path: '/v1/programs/:programId/coupons',
  summary: "Lists a program's discount codes.",
  answers: couponsAnswerSchema,
  access: retailerAccess,
  params: programParamsSchema,
  query: couponQuerySchema,
  answer: async ({ deps }, { who, params, query }) => {
    const input = { retailerId: who.retailerId, programId: params.programId, ...query }
    const { data, next } = await listCoupons(deps, input)
    return { status: 200, body: { data: data.map(viewJson), page: { next } } }
  },
})
