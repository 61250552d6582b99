// A pool's rate limit: a bucket that every commit lowers and time alone fills again.

import type { PoolState, PoolTerms } from '../state.ts'

/** The interface counts a day as 86 400 seconds. */
const DAY_SECONDS = 86_400n

/** What the pool can commit at `time` (seconds since 1970), in micros, rounded down. */
export function levelAfter(pool: PoolState, terms: PoolTerms, time: number): bigint {
  const regained = (BigInt(time - pool.rateUpdatedAt) * terms.rateMicrosPerDay) / DAY_SECONDS
  const level = pool.rateLevelMicros + regained
  return level < terms.rateCapacityMicros ? level : terms.rateCapacityMicros
}
