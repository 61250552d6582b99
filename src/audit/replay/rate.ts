// A pool's rate limit: a bucket that every commit lowers and time alone fills again.

import type { PoolState, PoolTerms } from '../state.ts'

const SECONDS_PER_DAY = 86_400n

/** What the pool can commit at `time` (seconds since 1970), in micros, rounded down. */
export function levelAfter(pool: PoolState, terms: PoolTerms, time: number): bigint {
  const regained = (BigInt(time - pool.rateUpdatedAt) * terms.rateMicrosPerDay) / SECONDS_PER_DAY
  const level = pool.rateLevelMicros + regained
  return level < terms.rateCapacityMicros ? level : terms.rateCapacityMicros
}
