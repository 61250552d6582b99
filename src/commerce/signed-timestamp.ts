// The signed instant of schemes that have one: what it may look like, and how far from now it may be.

import type { Instant } from '#domain/order-facts.ts'
import { Problem } from '#domain/problem.ts'
import { SECOND_MS } from '#domain/time.ts'

/**
 * How far a signed timestamp may be from now, in seconds, either way: five minutes, as the libraries of Standard Webhooks
 * and Stripe have it for the past.
 */
const TIMESTAMP_TOLERANCE_SECONDS = 300

/** Seconds since 1970 in canonical form, so that one signed text means one instant. */
const TIMESTAMP = /^(0|[1-9]\d{0,11})$/

/** Whether `text` is seconds since 1970 in canonical form. */
export function isSignedTimestamp(text: string): boolean {
  return TIMESTAMP.test(text)
}

/** Throws `timestamp_stale` when `timestamp` (seconds, in canonical form) is too far from `now`, past or future. */
export function checkSignedTimestamp(timestamp: string, now: Instant): void {
  const distanceSeconds = Math.abs(Math.floor(now / SECOND_MS) - Number(timestamp))
  if (distanceSeconds > TIMESTAMP_TOLERANCE_SECONDS) throw new Problem('timestamp_stale')
}
