// POST /v1/programs/:programId/coupons/end: discount codes that nobody is to use any more.

import { endCoupons } from '#app/coupons/end-coupons.ts'
import { couponOutcomesAnswerSchema, endCouponsSchema } from '#schema/coupons.ts'
import { programParamsSchema } from '#schema/ids.ts'
import { noQuerySchema } from '#schema/page.ts'
import { retailerAccess } from '../access.ts'
import { postEndpoint } from '../endpoint.ts'
import { retailerKeyScope } from './key-scopes.ts'

/** API key · `{codes}` → 200 `{data}`: what became of each code. */
export const endCouponsEndpoint = postEndpoint({
  path: '/v1/programs/:programId/coupons/end',
  summary: 'Ends discount codes.',
  answers: couponOutcomesAnswerSchema,
  access: retailerAccess,
  params: programParamsSchema,
  query: noQuerySchema,
  body: () => endCouponsSchema,
  keyScope: retailerKeyScope,
  answer: async ({ deps }, { who, params, body }) => {
    const input = { retailerId: who.retailerId, programId: params.programId, codes: body.codes }
    return { status: 200, body: { data: await endCoupons(deps, input) } }
  },
})
