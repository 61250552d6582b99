// POST /v1/coupons: a person asks the shop for a discount code of their own.

import { askCoupon } from '#app/coupons/ask-coupon.ts'
import { askCouponSchema, askedCouponAnswerSchema } from '#schema/coupons.ts'
import { noParamsSchema, noQuerySchema } from '#schema/page.ts'
import { recommenderAccess } from '../access.ts'
import { postEndpoint } from '../endpoint.ts'
import { personKeyScope } from './key-scopes.ts'

/** Sign-in token · `{programId}` → 201 `{code, state}`; one code for each link, so asking again gives the same. */
export const askCouponEndpoint = postEndpoint({
  path: '/v1/coupons',
  summary: "Asks the shop for a discount code of one's own.",
  answers: askedCouponAnswerSchema,
  statuses: [201],
  access: recommenderAccess,
  params: noParamsSchema,
  query: noQuerySchema,
  body: () => askCouponSchema,
  keyScope: (who, _params, { programId }) => personKeyScope(who, programId),
  answer: async ({ deps }, { who, body }) => ({
    status: 201,
    body: await askCoupon(deps, { recommenderId: who.recommenderId, programId: body.programId }),
  }),
})
