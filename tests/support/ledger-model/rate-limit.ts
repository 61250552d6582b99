// The bucket that limits how fast a pool's money can be committed.

const SECONDS_PER_DAY = 86_400n

/** Micros that a commit at `now` may take: what was left, and what a day's share has added, up to the capacity. */
export function levelAt(
  pool: {
    readonly rateLevelMicros: bigint
    readonly rateUpdatedAt: number
    readonly rateCapacityMicros: bigint
    readonly rateMicrosPerDay: bigint
  },
  now: number,
): bigint {
  const regained = (BigInt(now - pool.rateUpdatedAt) * pool.rateMicrosPerDay) / SECONDS_PER_DAY
  const level = pool.rateLevelMicros + regained
  return level < pool.rateCapacityMicros ? level : pool.rateCapacityMicros
}
