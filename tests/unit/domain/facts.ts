// Order facts and a policy for the tests of the rules, each field as plain as it can be.

import { foldOrder } from '#domain/fold-order.ts'
import { micros } from '#domain/money.ts'

import type {
  CancelledFact,
  DisputeClosedFact,
  DisputeOpenedFact,
  EditedFact,
  OrderLine,
  OrderState,
  PaidFact,
  RefundedFact,
  RefundFailedFact,
  RefundTotalFact,
} from '#domain/order-facts.ts'
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

/** A line of an order; its money is that of all its pieces. */
export function orderLine(lineId: string, eligibleMicros: bigint, quantity = 1): OrderLine {
  return { lineId, quantity, eligibleMicros: micros(eligibleMicros) }
}

export function refundedFact(
  id: string,
  eligibleMicros: bigint,
  change: Partial<RefundedFact> = {},
): RefundedFact {
  return {
    kind: 'refunded',
    factKey: `refund:${id}`,
    refundedAt: PAID_AT,
    currency: 'USD',
    eligibleMicros: micros(eligibleMicros),
    ...change,
  }
}

export function refundFailedFact(id: string): RefundFailedFact {
  return { kind: 'refund-failed', factKey: `refund-failed:${id}`, failedAt: PAID_AT }
}

/** All that was given back of the order's total, `after` milliseconds after the payment. */
export function refundTotalFact(refundedMicros: bigint, after = 0): RefundTotalFact {
  return {
    kind: 'refund-total',
    factKey: `refund-total:${PAID_AT + after}:${refundedMicros}`,
    asOf: PAID_AT + after,
    currency: 'USD',
    refundedMicros: micros(refundedMicros),
  }
}

/** The order after a change, `after` milliseconds after the payment. */
export function editedFact(
  eligibleMicros: bigint,
  after: number,
  change: Partial<EditedFact> = {},
): EditedFact {
  return {
    kind: 'edited',
    factKey: `edited:${PAID_AT + after}:${eligibleMicros}`,
    editedAt: PAID_AT + after,
    currency: 'USD',
    eligibleMicros: micros(eligibleMicros),
    totalMicros: micros(eligibleMicros),
    ...change,
  }
}

export function disputeOpenedFact(disputeId: string, disputedMicros: bigint): DisputeOpenedFact {
  return {
    kind: 'dispute-opened',
    factKey: `dispute-opened:${disputeId}:${disputedMicros}`,
    disputeId,
    openedAt: PAID_AT,
    currency: 'USD',
    disputedMicros: micros(disputedMicros),
  }
}

/** The bank's decision, `after` milliseconds after the payment. */
export function disputeClosedFact(disputeId: string, outcome: 'won' | 'lost', after = 0): DisputeClosedFact {
  return {
    kind: 'dispute-closed',
    factKey: `dispute-closed:${disputeId}:${PAID_AT + after}:${outcome}`,
    disputeId,
    closedAt: PAID_AT + after,
    outcome,
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
