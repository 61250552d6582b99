// Whether two tellings of one fact mean the same money. A webhook and a shop's own interface word some things differently (how
// many orders the buyer had by then, the instant of a refund, what is personal), and none of that is money.

import { canonicalJson } from './policy.ts'

import type { OrderFact } from './order-facts.ts'

/** Whether both are of one kind, currency and outcome, and move the same amounts and pieces. */
export function saysSameMoney(one: OrderFact, other: OrderFact): boolean {
  return canonicalJson(moneyOf(one)) === canonicalJson(moneyOf(other))
}

function moneyOf(fact: OrderFact): object {
  switch (fact.kind) {
    case 'paid':
      return { ...contentsOf(fact), test: fact.test }
    case 'edited':
    case 'refunded':
      return contentsOf(fact)
    case 'refund-total':
      return { kind: fact.kind, currency: fact.currency, amount: `${fact.refundedMicros}` }
    case 'dispute-opened':
      return { kind: fact.kind, currency: fact.currency, amount: `${fact.disputedMicros}` }
    case 'dispute-closed':
      return { kind: fact.kind, outcome: fact.outcome }
    default:
      return { kind: fact.kind }
  }
}

function contentsOf(fact: Extract<OrderFact, { kind: 'paid' | 'edited' | 'refunded' }>): object {
  return {
    kind: fact.kind,
    currency: fact.currency,
    eligible: `${fact.eligibleMicros}`,
    total: fact.kind === 'refunded' ? null : `${fact.totalMicros}`,
    shipping: `${fact.shippingMicros ?? 0n}`,
    tax: `${fact.taxMicros ?? 0n}`,
    lines: (fact.lines ?? []).map(({ lineId, quantity, eligibleMicros }) => ({
      lineId,
      quantity,
      eligible: `${eligibleMicros}`,
    })),
  }
}
