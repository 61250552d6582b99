// Deals: a fixed fee for agreed work, such as a film about the shop. Approved by both sides, paid from a pool of its
// own with its own cap, apart from sales in every total.

import { keccak256, stringToHex } from 'viem/utils'

import { formatMicros, type Micros } from './money.ts'
import { canonicalJson, TOKEN_CURRENCY, type Policy } from './policy.ts'

import type { Instant } from './order-facts.ts'
import type { Trace } from './trace.ts'
import type { Hex } from 'viem'

/** Where a deal can be; the last three are for good. */
export type DealState = 'proposed' | 'approved' | 'delivered' | 'declined' | 'withdrawn'

/** Who says what about a deal. */
export type DealStep = 'approve' | 'decline' | 'deliver' | 'withdraw'

/** Days for which a deals program would believe a click; it has no links, so no order ever comes to it. */
const UNUSED_WINDOW_DAYS = 1

/** What both sides approve, word for word. */
export type DealTerms = {
  readonly title: string
  readonly terms: string
  readonly feeMicros: Micros
  readonly dueAt: Instant | null
}

const STEPS: Readonly<Record<DealStep, Partial<Record<DealState, DealState>>>> = {
  // The shop's proposal is its own approval, so the person's makes the deal.
  approve: { proposed: 'approved' },
  decline: { proposed: 'declined' },
  deliver: { approved: 'delivered' },
  // Until the work is marked as delivered the shop may call it off; after that the fee is a reward like any other.
  withdraw: { proposed: 'withdrawn', approved: 'withdrawn' },
}

/** The state after a step; undefined when the step is not possible from there. */
export function nextDealState(state: DealState, step: DealStep): DealState | undefined {
  return STEPS[step][state]
}

/** Names what was agreed: keccak256 of its canonical JSON. */
export function dealTermsHash({ title, terms, feeMicros, dueAt }: DealTerms): Hex {
  return keccak256(stringToHex(canonicalJson({ title, terms, fee: formatMicros(feeMicros), dueAt })))
}

/** The rules of a program for deals: a cap for one fee and one for all of them; no order is ever credited under it. */
export function dealsPolicy({
  feeCap,
  totalCap,
  holdSeconds,
}: {
  /** Decimal strings of test dollars. */
  readonly feeCap: string
  readonly totalCap: string
  readonly holdSeconds: number
}): Policy {
  return {
    version: 1,
    purpose: 'deals',
    currency: TOKEN_CURRENCY,
    attribution: { model: 'last-click', windowDays: UNUSED_WINDOW_DAYS },
    reward: { kind: 'flat', amount: feeCap },
    perOrderCap: feeCap,
    budget: { total: totalCap },
    holdSeconds,
  }
}

/** Why the fee is paid, for both sides to read; names neither. */
export function dealTrace({
  feeMicros,
  termsHash,
}: Pick<DealTerms, 'feeMicros'> & { termsHash: Hex }): Trace {
  const fee = formatMicros(feeMicros)
  return [
    {
      step: 'verify',
      outcome: 'passed',
      sentence: `The shop proposed a fixed fee of ${fee} ${TOKEN_CURRENCY}, and the person approved it.`,
      facts: { termsHash },
    },
    {
      step: 'rule',
      outcome: 'passed',
      sentence: `The shop says that the work is delivered: the agreed fee of ${fee} ${TOKEN_CURRENCY} is due.`,
      facts: { fee },
    },
  ]
}
