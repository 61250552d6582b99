// Silence releases: cases whose time is up end by themselves, so that no shop can stall a reward by not looking.

import { REVIEW_MARGIN_SECONDS } from '#domain/misuse/review.ts'

import type { AppDeps } from '../deps.ts'

/** Cases ended in one round for one shop; the next round ends the rest. */
const CASES_AT_ONCE = 500

/** Ends what is due in every shop with a pool; safe to repeat. */
export async function expireReviews(
  deps: Pick<AppDeps, 'retailers' | 'chainEvents' | 'chainClock' | 'clock' | 'log'>,
): Promise<void> {
  const chainNow = deps.chainClock.nowSeconds()
  const retailerIds = new Set((await deps.chainEvents.pools()).map((pool) => pool.retailerId))
  for (const retailerId of retailerIds) {
    const count = await deps.retailers.transaction(retailerId, (unit) =>
      unit.reviews.expire({
        now: deps.clock.now(),
        maturityBySeconds: (chainNow ?? 0) + REVIEW_MARGIN_SECONDS,
        limit: CASES_AT_ONCE,
      }),
    )
    if (count > 0) deps.log.info('cases under review were released by themselves', { retailerId, count })
  }
}
