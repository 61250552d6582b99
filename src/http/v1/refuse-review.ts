// POST /v1/reviews/:reviewId/refuse: the shop has looked and refuses the reward.

import { refuseReview } from '#app/misuse/refuse-review.ts'
import { noQuerySchema } from '#schema/page.ts'
import { refuseReviewSchema, reviewAnswerSchema, reviewParamsSchema } from '#schema/reviews.ts'
import { retailerAccess } from '../access.ts'
import { postEndpoint } from '../endpoint.ts'
import { retailerKeyScope } from './key-scopes.ts'
import { viewJson } from './view-json.ts'

/** API key · `{reason, note?}` → 200, the case; `review_over` when it was decided or its time is up. */
export const refuseReviewEndpoint = postEndpoint({
  path: '/v1/reviews/:reviewId/refuse',
  summary: 'Refuses a reward under review.',
  answers: reviewAnswerSchema,
  access: retailerAccess,
  params: reviewParamsSchema,
  query: noQuerySchema,
  body: () => refuseReviewSchema,
  keyScope: retailerKeyScope,
  conditions: 'optional',
  answer: async ({ deps }, { who, params, body, asRead }) => {
    const review = await refuseReview(deps, { retailerId: who.retailerId, ...params, ...body, asRead })
    return { status: 200, body: viewJson(review) }
  },
})
