// Two clocks. The wall clock decides signatures, windows, sessions and jobs; the chain clock alone decides whatever
// the ledger compares: holds, deadlines, notice, rate.

import type { Instant } from '#domain/order-facts.ts'

export type WallClock = {
  /** Milliseconds since 1970. */
  readonly now: () => Instant
}

export type ChainClock = {
  /** Timestamp of the follower's latest block, in seconds since 1970; undefined before the first block. */
  readonly nowSeconds: () => number | undefined
}
