// Order facts and a policy for the tests of the rules, each field as plain as it can be.

import { foldOrder } from '#domain/fold-order.ts'
import { micros } from '#domain/money.ts'

import type { CancelledFact, OrderState, PaidFact, RefundedFact } from '#domain/order-facts.ts'
import type { Policy } from '#domain/policy.ts'

/** When the order of these tests was paid, in milliseconds: 2026-03-01T12:00:00Z. */
export const PAID_AT = 1_772_366_400_000

/** 10 % of what is kept, at most 5.00, on clicks of the last 30 days. */
export const tenPercent: Policy = {
  version: 1,
  currency: 'USD',
  attribution: { model: 'last-click', windowDays: 30 },
  reward: { kind: 'percent', bps: 1_000 },
  perOrderCap: '5.00',
  holdSeconds: 1_209_600,
}

/** 1.50 for any order of which something is kept. */
export const flatReward: Policy = {
  ...tenPercent,
  reward: { kind: 'flat', amount: '1.50' },
  perOrderCap: '2.00',
}

export function paidFact(eligibleMicros: bigint, change: Partial<PaidFact> = {}): PaidFact {
  return {
    kind: 'paid',
    factKey: 'paid',
    paidAt: PAID_AT,
    currency: 'USD',
    eligibleMicros: micros(eligibleMicros),
    totalMicros: micros(eligibleMicros),
    references: [],
    test: false,
    ...change,
  }
}

export function refundedFact(id: string, eligibleMicros: bigint): RefundedFact {
  return {
    kind: 'refunded',
    factKey: `refund:${id}`,
    refundedAt: PAID_AT,
    currency: 'USD',
    eligibleMicros: micros(eligibleMicros),
  }
}

export const cancelledFact: CancelledFact = { kind: 'cancelled', factKey: 'cancelled', cancelledAt: PAID_AT }

/** An order of which `eligibleMicros` were paid and `refundedMicros` given back. */
export function paidState(
  eligibleMicros: bigint,
  refundedMicros = 0n,
): OrderState & { readonly paid: PaidFact } {
  const paid = paidFact(eligibleMicros)
  return { ...foldOrder([paid, refundedFact('1', refundedMicros)]), paid }
}
