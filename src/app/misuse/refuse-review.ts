// The shop has looked and refuses the reward: its target is nothing from then on, and what was reserved for it is taken
// back by an amendment, for everybody to see.

import { invariant } from '#domain/invariant.ts'
import { Problem } from '#domain/problem.ts'
import { SECOND_MS } from '#domain/time.ts'

import { evaluateOrder } from '../orders/evaluate-order.ts'
import { caseOf, openCase, type BoundToReview, type ReviewKey } from './release-review.ts'
import { endOf, viewReview, type ReviewView } from './view-review.ts'

import type { RefusalReason } from '#domain/misuse/review.ts'
import type { RetailerUnit } from '#ports/retailer-store.ts'

import type { AppDeps } from '../deps.ts'

export type RefuseReviewInput = ReviewKey &
  BoundToReview & {
    /** Read by the recommender. */
    readonly reason: RefusalReason
    /** The shop's own words, for itself. */
    readonly note?: string | undefined
  }

/**
 * Refuses the reward of an open case. Throws `not_found`, and `review_over` once it was decided, or the time is up: by
 * the case's own days, or ten minutes before its batch matures by the chain's clock.
 */
export async function refuseReview(
  deps: Pick<AppDeps, 'retailers' | 'clock' | 'chainClock' | 'random' | 'macs' | 'sealer'>,
  { retailerId, reviewId, reason, note, asRead }: RefuseReviewInput,
): Promise<ReviewView> {
  return deps.retailers.transaction(retailerId, async (unit) => {
    const review = await openCase(unit, reviewId)
    asRead?.(await viewReview(unit, review))
    const order = await lockedOrder(deps, unit, review.orderId)
    const now = deps.clock.now()
    const end = await endOf(unit, review)
    const chainNow = (deps.chainClock.nowSeconds() ?? 0) * SECOND_MS
    const isUp = now >= review.dueAt || (end < review.dueAt && chainNow >= end)
    const isDone = !isUp && (await unit.reviews.decide(reviewId, { state: 'refused', at: now, reason, note }))
    if (!isDone) throw new Problem('review_over')
    await evaluateOrder(deps, unit, order)
    return viewReview(unit, await caseOf(unit, reviewId))
  })
}

async function lockedOrder(deps: Pick<AppDeps, 'clock'>, unit: RetailerUnit, orderId: string) {
  const order = await unit.orders.find(orderId)
  invariant(order, 'a case under review belongs to an order')
  return unit.orders.take({ ...order, now: deps.clock.now() })
}
