// GET /v1/reviews: the retailer's cases under review, newest first, a page at a time.

import { listReviews } from '#app/misuse/list-reviews.ts'
import { noParamsSchema } from '#schema/page.ts'
import { reviewQuerySchema, reviewsAnswerSchema } from '#schema/reviews.ts'
import { retailerAccess } from '../access.ts'
import { getEndpoint } from '../endpoint.ts'
import { viewJson } from './view-json.ts'

/** API key · `?state&limit&after` → 200 `{data, page: {next}}`; `next` is null on the last page. */
export const listReviewsEndpoint = getEndpoint({
  path: '/v1/reviews',
  summary: 'Lists rewards under review, newest first.',
  answers: reviewsAnswerSchema,
  access: retailerAccess,
  params: noParamsSchema,
  query: reviewQuerySchema,
  answer: async ({ deps }, { who, query }) => {
    const { data, next } = await listReviews(deps, { retailerId: who.retailerId, ...query })
    return { status: 200, body: { data: data.map(viewJson), page: { next } } }
  },
})
