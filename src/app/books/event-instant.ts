// When an event happened, by its block.

import { SECOND_MS } from '#domain/time.ts'

import type { Instant } from '#domain/order-facts.ts'
import type { LedgerEventPlace } from '#ports/chain.ts'

/** The block's timestamp in milliseconds since 1970. */
export function eventInstant({ blockTimestampSeconds }: LedgerEventPlace): Instant {
  return blockTimestampSeconds * SECOND_MS
}
