// Who is credited for an order: last click within the window. A pure function of policy, touches and facts.

import { DAY_MS } from './time.ts'

import type { RecommenderId } from './ids.ts'
import type { OrderState, PaidFact } from './order-facts.ts'
import type { Policy } from './policy.ts'
import type { TraceStep } from './trace.ts'

/**
 * How far a click may lie after the payment and still count, in milliseconds: shops stamp orders in whole seconds and
 * their clocks differ by a little.
 */
export const CLOCK_DIFFERENCE_MS = 120_000

/** A click on a link of the program that the order carried. */
export type Touch = {
  readonly clickId: string
  readonly clickedAt: number
  readonly code: string
  readonly recommenderId: RecommenderId
  /** HMAC of the recommender's own e-mail under the retailer's secret; hex; absent when not given. */
  readonly recommenderKey?: string
}

export type Attribution =
  | {
      readonly outcome: 'credited'
      readonly touch: Touch
      readonly steps: readonly TraceStep[]
    }
  | { readonly outcome: 'not-credited'; readonly steps: readonly TraceStep[] }

/** Credits the last eligible touch of a paid order, or says why nobody is credited. */
export function attribute(
  policy: Policy,
  state: OrderState & { paid: PaidFact },
  touches: readonly Touch[],
): Attribution {
  const { paid } = state
  const steps: TraceStep[] = [
    {
      step: 'verify',
      outcome: 'passed',
      sentence: "The shop's signature fits the order.",
    },
  ]
  const stop = (step: TraceStep['step'], sentence: string): Attribution => ({
    outcome: 'not-credited',
    steps: [...steps, { step, outcome: 'stopped', sentence }],
  })

  if (paid.test) return stop('eligibility', 'The shop marked this as a test order.')
  if (paid.datedAhead) return stop('eligibility', 'The shop dates the payment far in the future.')
  if (paid.currency !== policy.currency) {
    return stop(
      'eligibility',
      `The order is in ${paid.currency} and the program pays on ${policy.currency} only.`,
    )
  }
  steps.push({
    step: 'eligibility',
    outcome: 'passed',
    sentence: 'The order is one the program pays for.',
  })

  const { windowDays } = policy.attribution
  const inWindow = touches
    .filter((touch) => touch.clickedAt <= paid.paidAt + CLOCK_DIFFERENCE_MS)
    .filter((touch) => touch.clickedAt >= paid.paidAt - windowDays * DAY_MS)
  const last = inWindow.toSorted(byLatestClick)[0]
  if (!last) return stop('touches', noTouchSentence(touches.length, windowDays))
  steps.push({
    step: 'touches',
    outcome: 'passed',
    sentence: `The last click on a link came within ${windowDays} days before the order.`,
  })

  if (paid.buyerKey !== undefined && paid.buyerKey === last.recommenderKey) {
    return stop('fraud', 'The buyer and the person who shared the link are the same.')
  }
  steps.push({
    step: 'fraud',
    outcome: 'passed',
    sentence: 'No rule against misuse applies.',
  })
  return { outcome: 'credited', touch: last, steps }
}

/** Latest first; identical instants by click id, so that the choice never depends on arrival. */
function byLatestClick(a: Touch, b: Touch): number {
  if (a.clickedAt !== b.clickedAt) return b.clickedAt - a.clickedAt
  return a.clickId < b.clickId ? 1 : -1
}

function noTouchSentence(touchCount: number, windowDays: number): string {
  if (touchCount === 0) return 'The order carried no link.'
  return `The order carried a link, but no click by a person within ${windowDays} days before it.`
}
