// Adds up the facts of an order. The result depends on the set of facts alone, never on how they arrived.

import { micros, sumMicros, type Micros } from './money.ts'

import type { OrderFact, OrderState, PaidFact, RefundedFact } from './order-facts.ts'

/** Folds facts into what they say together; a repeated `factKey` counts once. Micros of the order's currency. */
export function foldOrder(facts: Iterable<OrderFact>): OrderState {
  let paid: PaidFact | undefined
  let cancelled = false
  const refunds = new Map<string, RefundedFact>()
  for (const fact of facts) {
    if (fact.kind === 'paid') paid ??= fact
    else if (fact.kind === 'refunded') refunds.set(fact.factKey, refunds.get(fact.factKey) ?? fact)
    else cancelled = true
  }
  const counted = [...refunds.values()].filter((refund) => !paid || refund.currency === paid.currency)
  return {
    paid,
    refundedMicros: sumMicros(counted.map((refund) => refund.eligibleMicros)),
    foreignRefunds: refunds.size - counted.length,
    cancelled,
  }
}

/** What a reward may still be computed from: eligible − refunded, never below zero, zero when cancelled or unpaid. */
export function keptMicros(state: OrderState): Micros {
  if (!state.paid || state.cancelled) return micros(0n)
  const kept = state.paid.eligibleMicros - state.refundedMicros
  return micros(kept > 0n ? kept : 0n)
}
