// One case under review, as its shop sees it.

import { caseOf, type ReviewKey } from './release-review.ts'
import { viewReview, type ReviewView } from './view-review.ts'

import type { AppDeps } from '../deps.ts'

/** Throws `not_found` for another shop's case, as for one that never was. */
export async function readReview(
  deps: Pick<AppDeps, 'retailers'>,
  { retailerId, reviewId }: ReviewKey,
): Promise<ReviewView> {
  return deps.retailers.transaction(retailerId, async (unit) =>
    viewReview(unit, await caseOf(unit, reviewId)),
  )
}
