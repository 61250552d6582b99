// A shop's cases under review, newest first, a page at a time.

import { viewReview, type ReviewView } from './view-review.ts'

import type { ReviewState } from '#domain/misuse/review.ts'

import type { AppDeps } from '../deps.ts'
import type { Page } from '../views.ts'

export type ListReviewsInput = {
  readonly retailerId: string
  readonly state?: ReviewState | undefined
  readonly limit: number
  readonly after?: string | undefined
}

/** At most `limit` cases older than `after`; `next` continues, or is null at the end. */
export async function listReviews(
  deps: Pick<AppDeps, 'retailers'>,
  { retailerId, state, limit, after }: ListReviewsInput,
): Promise<Page<ReviewView>> {
  return deps.retailers.transaction(retailerId, async (unit) => {
    const rows = await unit.reviews.list({ state, limit: limit + 1, after })
    const data: ReviewView[] = []
    for (const row of rows.slice(0, limit)) data.push(await viewReview(unit, row))
    return { data, next: rows.length > limit ? (data.at(-1)?.reviewId ?? null) : null }
  })
}
