// The shop has looked and found nothing: the reward goes its way.

import { Problem } from '#domain/problem.ts'

import { viewReview, type ReviewView } from './view-review.ts'

import type { ReviewRow } from '#ports/review-rows.ts'
import type { RetailerUnit } from '#ports/retailer-store.ts'

import type { AsRead } from '../as-read.ts'
import type { AppDeps } from '../deps.ts'

export type ReviewKey = { readonly retailerId: string; readonly reviewId: string }

export type BoundToReview = { readonly asRead?: AsRead<ReviewView> | undefined }

/** Ends an open case; nobody ends it twice. Throws what `asRead` does, `not_found`, and `review_over` for one that is no longer open. */
export async function releaseReview(
  deps: Pick<AppDeps, 'retailers' | 'clock'>,
  { retailerId, reviewId, asRead }: ReviewKey & BoundToReview,
): Promise<ReviewView> {
  return deps.retailers.transaction(retailerId, async (unit) => {
    const review = await openCase(unit, reviewId)
    asRead?.(await viewReview(unit, review))
    const isDone = await unit.reviews.decide(reviewId, { state: 'released', at: deps.clock.now() })
    if (!isDone) throw new Problem('review_over')
    return viewReview(unit, await caseOf(unit, reviewId))
  })
}

/** The case, when it is open still. */
export async function openCase(unit: RetailerUnit, reviewId: string): Promise<ReviewRow> {
  const review = await caseOf(unit, reviewId)
  if (review.state !== 'open') throw new Problem('review_over')
  return review
}

/** The case; `not_found` when this shop has none of that number. */
export async function caseOf(unit: RetailerUnit, reviewId: string): Promise<ReviewRow> {
  const review = await unit.reviews.get(reviewId)
  if (!review) throw new Problem('not_found')
  return review
}
