// When a webhook that did not arrive is sent again, when it is given up, and when an endpoint is.

import { invariant } from '../invariant.ts'
import { DAY_MS, HOUR_MS, SECOND_MS } from '../time.ts'

import type { Instant } from '../order-facts.ts'

const MINUTE_MS = 60 * SECOND_MS

/**
 * Milliseconds from an attempt to the next one: at once, then after 5 s, 5 min, 30 min, 2 h, 5 h, 10 h, 14 h, 20 h and
 * 24 h, as Standard Webhooks (1.0.0, "Deliverability and reliability") proposes: three days and four hours in all.
 */
const DELAYS_MS: readonly number[] = [
  5 * SECOND_MS,
  5 * MINUTE_MS,
  30 * MINUTE_MS,
  2 * HOUR_MS,
  5 * HOUR_MS,
  10 * HOUR_MS,
  14 * HOUR_MS,
  20 * HOUR_MS,
  DAY_MS,
]

/** Attempts at one delivery: the first, and one after each delay. */
export const ATTEMPTS_MAX = DELAYS_MS.length + 1

/** A tenth of a delay is added at random, so that what failed together does not come back together. */
const JITTER_PARTS = 10

/** Longest that an endpoint may ask to be left alone, in milliseconds: the longest delay that the schedule has. */
const RETRY_AFTER_MAX_MS = DAY_MS

/** Days without a single success after which an endpoint is disabled: longer than one delivery is tried. */
const FAILING_DAYS = 5

/** Failed attempts in that time at least: one slow hour of a quiet shop is not an endpoint that is gone. */
const FAILURES_LEAST = 10

export type FailedAttempt = {
  /** 1 for the first. */
  readonly attempt: number
  readonly now: Instant
  /** From 0 up to 1. */
  readonly random: number
  /** Milliseconds that the endpoint asked for, 0 when it did not. */
  readonly askedMs: number
}

/** When to send again after a failed attempt; undefined when it was the last. */
export function nextAttemptAt({ attempt, now, random, askedMs }: FailedAttempt): Instant | undefined {
  invariant(attempt >= 1, 'attempts are counted from one')
  const delay = DELAYS_MS[attempt - 1]
  if (delay === undefined) return undefined
  const jittered = delay + Math.floor((delay / JITTER_PARTS) * random)
  return now + Math.max(jittered, Math.min(askedMs, RETRY_AFTER_MAX_MS))
}

/** Whether an endpoint has failed for long enough, and often enough, to be disabled. */
export function isGivenUp(
  { failingSince, failures }: { readonly failingSince: Instant; readonly failures: number },
  now: Instant,
): boolean {
  return failures >= FAILURES_LEAST && now - failingSince >= FAILING_DAYS * DAY_MS
}

/** Milliseconds that a `Retry-After` header asks for (RFC 9110, section 10.2.3): seconds or a date; 0 for anything else. */
export function retryAfterMs(header: string | undefined, now: Instant): number {
  if (header === undefined) return 0
  if (/^\d{1,9}$/.test(header.trim())) return Number(header) * SECOND_MS
  const at = Date.parse(header)
  return Number.isNaN(at) ? 0 : Math.max(at - now, 0)
}
