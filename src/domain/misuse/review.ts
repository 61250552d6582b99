// A reward under review: it is reserved like any other, the shop may refuse it in time, and silence releases it.

import { DAY_MS, SECOND_MS } from '../time.ts'

import type { Instant } from '../order-facts.ts'
import type { Policy } from '../policy.ts'
import type { TraceStep } from '../trace.ts'

/** expired: nobody decided in time, and the reward was released by itself. */
export type ReviewState = 'open' | 'released' | 'refused' | 'expired'

/** What a shop may refuse a reward for; its sentence is read by the recommender, so it is one of these alone. */
export const REFUSAL_SENTENCES = {
  'own-purchase': 'The shop refused this reward: it found that the purchase was the own one.',
  'not-a-sale': 'The shop refused this reward: it found that the order was no real sale.',
  'forbidden-source': 'The shop refused this reward: the visitor came from a place that it does not allow.',
  'code-misused': 'The shop refused this reward: the discount code was spread where it should not be.',
  'several-names': 'The shop refused this reward: it found one person under several names.',
  other: 'The shop refused this reward after a review.',
} as const

export type RefusalReason = keyof typeof REFUSAL_SENTENCES

/** Days that a case waits for the shop when the policy does not say. */
export const REVIEW_DAYS = 7

/** Seconds before maturity from which no case can be refused any more: ten minutes, so that an amendment is mined. */
export const REVIEW_MARGIN_SECONDS = 600

/** When a case opened now is released by itself at the latest, before the hold of its batch is known. */
export function reviewDueAt(openedAt: Instant, misuse: Policy['misuse']): Instant {
  return openedAt + (misuse?.reviewDays ?? REVIEW_DAYS) * DAY_MS
}

/** Ten minutes before the first of its batches matures, if that is earlier. */
export function reviewEndsAt(dueAt: Instant, maturitiesSeconds: readonly number[]): Instant {
  return Math.min(
    dueAt,
    ...maturitiesSeconds.map((maturity) => (maturity - REVIEW_MARGIN_SECONDS) * SECOND_MS),
  )
}

/** The step of a trace that takes a refused reward back; noted where part of it stood and stays. */
export function refusalStep(
  reason: RefusalReason,
  { isKept }: { readonly isKept: boolean } = { isKept: false },
): TraceStep {
  const outcome = isKept ? 'noted' : 'stopped'
  return { step: 'fraud', outcome, sentence: REFUSAL_SENTENCES[reason], facts: { reason } }
}
