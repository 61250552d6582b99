// GET /v1/reviews/:reviewId: one case under review, with the tag that a decision can be bound to.

import { readReview } from '#app/misuse/read-review.ts'
import { noQuerySchema } from '#schema/page.ts'
import { reviewAnswerSchema, reviewParamsSchema } from '#schema/reviews.ts'
import { retailerAccess } from '../access.ts'
import { getEndpoint } from '../endpoint.ts'
import { viewJson } from './view-json.ts'

/** API key → 200, the case. */
export const readReviewEndpoint = getEndpoint({
  path: '/v1/reviews/:reviewId',
  summary: 'Reads a reward under review.',
  answers: reviewAnswerSchema,
  access: retailerAccess,
  params: reviewParamsSchema,
  query: noQuerySchema,
  answer: async ({ deps }, { who: { retailerId }, params }) => ({
    status: 200,
    body: viewJson(await readReview(deps, { retailerId, ...params })),
  }),
})
