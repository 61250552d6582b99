// When an event happened, by its block.

import type { Instant } from '#domain/order-facts.ts'
import type { LedgerEventPlace } from '#ports/chain.ts'

/** Milliseconds in a second. */
const SECOND_MS = 1000

/** The block's timestamp in milliseconds since 1970. */
export function eventInstant({ blockTimestampSeconds }: LedgerEventPlace): Instant {
  return blockTimestampSeconds * SECOND_MS
}
