// When a program that ends has paid everything, and the rest of its pool is back with the shop.

import type { Instant } from './order-facts.ts'
import { SECOND_MS } from './time.ts'

/** What the day depends on; instants in milliseconds, spans in seconds. */
export type ClosingTimes = {
  /** Orders paid later earn nothing. */
  readonly lastOrderAt: Instant
  /** The longest of any version of the rules. */
  readonly holdSeconds: number
  /** Of the batches under way, the last to mature. */
  readonly latestMaturitySeconds: number | undefined
  /** From asking the ledger for a pool's money to having it. */
  readonly noticeSeconds: number
  /** When money that was asked for already may be fetched. */
  readonly readyAtSeconds: number | undefined
}

/** When the last hold is over, in seconds since 1970: only then is it known what is left. */
export function lastHoldEndsAtSeconds({
  lastOrderAt,
  holdSeconds,
  latestMaturitySeconds = 0,
}: Pick<ClosingTimes, 'lastOrderAt' | 'holdSeconds' | 'latestMaturitySeconds'>): number {
  return Math.max(Math.ceil(lastOrderAt / SECOND_MS) + holdSeconds, latestMaturitySeconds)
}

/** When every cent is back, in milliseconds since 1970; an order that is told late may move it. */
export function moneyBackAt(times: ClosingTimes): Instant {
  const readyAtSeconds = times.readyAtSeconds ?? lastHoldEndsAtSeconds(times) + times.noticeSeconds
  return readyAtSeconds * SECOND_MS
}
