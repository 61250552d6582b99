// What a shop says of an order, in one form for every platform. Facts are a set: any order of arrival, repetition or
// delay of the same facts means the same. Amounts are micros of the order's currency.

import type { Micros } from './money.ts'

/** Milliseconds since 1970 by the wall clock. */
export type Instant = number

/** How a click token or link code travelled from the redirect to the order. */
export type Carriage = 'note-attribute' | 'landing-site'

/** A click token or a bare link code, as found in the order. */
export type CarriedReference = {
  readonly carriage: Carriage
  readonly kind: 'click-token' | 'link-code'
  readonly value: string
}

/** The order was paid. One per order; `factKey` is `paid`. */
export type PaidFact = {
  readonly kind: 'paid'
  readonly factKey: 'paid'
  readonly paidAt: Instant
  /** ISO 4217, upper case. */
  readonly currency: string
  /** What rewards are computed from: lines after discounts, without shipping and tax. */
  readonly eligibleMicros: Micros
  readonly totalMicros: Micros
  readonly references: readonly CarriedReference[]
  /** HMAC-SHA256 of the buyer's normalised e-mail under the retailer's secret; hex; absent when unknown. */
  readonly buyerKey?: string
  /** The platform marks it as a test order. */
  readonly test: boolean
}

/** One refund; `factKey` is `refund:<the platform's refund id>`. */
export type RefundedFact = {
  readonly kind: 'refunded'
  readonly factKey: `refund:${string}`
  readonly refundedAt: Instant
  readonly currency: string
  /** The part of the refund that lowers what rewards are computed from. */
  readonly eligibleMicros: Micros
}

/** The whole order was cancelled; `factKey` is `cancelled`. */
export type CancelledFact = {
  readonly kind: 'cancelled'
  readonly factKey: 'cancelled'
  readonly cancelledAt: Instant
}

export type OrderFact = PaidFact | RefundedFact | CancelledFact

/** What the facts known so far add up to. */
export type OrderState = {
  readonly paid: PaidFact | undefined
  readonly refundedMicros: Micros
  /** Refunds in another currency than the order's: they cannot be counted, and are told in the trace. */
  readonly foreignRefunds?: number
  readonly cancelled: boolean
}
