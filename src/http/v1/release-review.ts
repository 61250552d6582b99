// POST /v1/reviews/:reviewId/release: the shop has looked and found nothing.

import { releaseReview } from '#app/misuse/release-review.ts'
import { noQuerySchema } from '#schema/page.ts'
import { releaseReviewSchema, reviewAnswerSchema, reviewParamsSchema } from '#schema/reviews.ts'
import { retailerAccess } from '../access.ts'
import { postEndpoint } from '../endpoint.ts'
import { retailerKeyScope } from './key-scopes.ts'
import { viewJson } from './view-json.ts'

/** API key · `{}` → 200, the case; `review_over` when it is no longer open. */
export const releaseReviewEndpoint = postEndpoint({
  path: '/v1/reviews/:reviewId/release',
  summary: 'Releases a reward under review.',
  answers: reviewAnswerSchema,
  access: retailerAccess,
  params: reviewParamsSchema,
  query: noQuerySchema,
  body: () => releaseReviewSchema,
  keyScope: retailerKeyScope,
  conditions: 'optional',
  answer: async ({ deps }, { who, params, asRead }) => {
    const review = await releaseReview(deps, { retailerId: who.retailerId, ...params, asRead })
    return { status: 200, body: viewJson(review) }
  },
})
