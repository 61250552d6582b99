// Which of the touches that an order carried count: those inside the window, and of them the best kind alone.

import { DAY_MS } from './time.ts'

import type { Touch } from './attribution.ts'
import type { Instant } from './order-facts.ts'
import { TOUCH_SOURCES, type Policy, type TouchSource } from './policy.ts'

/**
 * How far a click may lie after the payment and still count, in milliseconds: shops stamp orders in whole seconds and
 * their clocks differ by a little.
 */
export const CLOCK_DIFFERENCE_MS = 120_000

/** The touches of the best kind inside the window, oldest first; ties by touch id, so never by arrival. */
export function chooseTouches(
  attribution: Policy['attribution'],
  touches: readonly Touch[],
  paidAt: Instant,
): readonly Touch[] {
  const inside = touches.filter((touch) => isInside(attribution, touch, paidAt))
  const source = bestSource(attribution, inside)
  return inside.filter((touch) => touch.source === source).toSorted(byTouch)
}

/** The first kind of the policy's precedence that is there; undefined when none is. */
export function bestSource(
  { precedence = TOUCH_SOURCES }: Policy['attribution'],
  touches: readonly Touch[],
): TouchSource | undefined {
  return precedence.find((source) => touches.some((touch) => touch.source === source))
}

/** Oldest first; of the same instant the one with the lower id. */
export function byTouch(a: Touch, b: Touch): number {
  if (a.touchedAt !== b.touchedAt) return a.touchedAt - b.touchedAt
  return a.touchId < b.touchId ? -1 : 1
}

/** A customer stays bound for days of its own; all other touches count inside the attribution window. */
function isInside(
  { windowDays, bindCustomerDays = 0 }: Policy['attribution'],
  { source, touchedAt }: Touch,
  paidAt: Instant,
): boolean {
  const days = source === 'customer-binding' ? bindCustomerDays : windowDays
  return days > 0 && touchedAt <= paidAt + CLOCK_DIFFERENCE_MS && touchedAt >= paidAt - days * DAY_MS
}
