// Adds up the facts of an order. The result depends on the set of facts alone, never on how they arrived.

import { micros, sumMicros, ZERO_MICROS, type Micros } from './money.ts'

import type { KeptLine, OrderContents, OrderFact, OrderState, PaidFact, RefundedFact } from './order-facts.ts'

/** Stands in for the lines of an order of which only a sum is known. */
export const WHOLE_ORDER_LINE = 'order'

/** Folds facts into what they say together; a repeated `factKey` counts once. Micros of the order's currency. */
export function foldOrder(facts: Iterable<OrderFact>): OrderState {
  let paid: PaidFact | undefined
  let cancelled = false
  const refunds = new Map<string, RefundedFact>()
  for (const fact of facts) {
    if (fact.kind === 'paid') paid ??= fact
    else if (fact.kind === 'refunded') refunds.set(fact.factKey, refunds.get(fact.factKey) ?? fact)
    else if (fact.kind === 'cancelled') cancelled = true
  }
  const counted = [...refunds.values()].filter((refund) => !paid || refund.currency === paid.currency)
  const refundedMicros = sumMicros(counted.map((refund) => refund.eligibleMicros))
  return {
    paid,
    contents: paid,
    lines: paid === undefined ? [] : keptLines(paid, cancelled ? paid.eligibleMicros : refundedMicros),
    keptShippingMicros: paid?.shippingMicros ?? ZERO_MICROS,
    keptTaxMicros: paid?.taxMicros ?? ZERO_MICROS,
    refundedMicros,
    disputedMicros: ZERO_MICROS,
    disputeOpen: false,
    edited: false,
    foreignRefunds: refunds.size - counted.length,
    cancelled,
  }
}

function keptLines(contents: OrderContents, refundedMicros: Micros): readonly KeptLine[] {
  const whole = { lineId: WHOLE_ORDER_LINE, quantity: 1, eligibleMicros: contents.eligibleMicros }
  let rest: bigint = refundedMicros
  return (contents.lines ?? [whole]).map((line) => {
    const taken = rest < line.eligibleMicros ? rest : line.eligibleMicros
    rest -= taken
    const left = micros(line.eligibleMicros - taken)
    return { ...line, keptMicros: left, keptQuantity: left === 0n ? 0 : line.quantity }
  })
}

/** What a reward may still be computed from: eligible − refunded, never below zero, zero when cancelled or unpaid. */
export function keptMicros(state: OrderState): Micros {
  if (!state.paid || state.cancelled) return micros(0n)
  return sumMicros(state.lines.map((line) => line.keptMicros))
}
