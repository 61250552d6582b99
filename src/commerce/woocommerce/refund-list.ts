// WooCommerce's orders carry the full list of their refunds each time, with tax and shipping in each total.

import { MICROS_MAX, micros, type Micros } from '#domain/money.ts'
import type { Instant, RefundTotalFact } from '#domain/order-facts.ts'
import { readCurrencyAmount } from '../currency-amounts.ts'

/** One entry of `refunds` in an order (REST API version 3): the total is negative, as `-10.00`. */
export type ListedRefund = { readonly id: number; readonly total: string }

/** The order that the list stands in. */
export type ListedOrder = {
  /** ISO 4217. */
  readonly currency: string
  /** When the order was last changed: a later list counts, also when a refund was deleted from it. */
  readonly modifiedAt: Instant
  readonly refunds: readonly ListedRefund[]
}

/** All that was given back so far, each refund once. Throws `input_invalid` for a total that is no amount. */
export function refundListFact({ currency, modifiedAt, refunds }: ListedOrder): RefundTotalFact {
  const totals = new Map<number, bigint>()
  for (const [i, { id, total }] of refunds.entries()) {
    totals.set(id, readCurrencyAmount(`/refunds/${i}/total`, total.replace(/^-/, ''), currency))
  }
  let sum = 0n
  for (const total of totals.values()) sum += total
  const refundedMicros = atMostMax(sum)
  return {
    kind: 'refund-total',
    factKey: `refund-total:${modifiedAt}:${refundedMicros}`,
    asOf: modifiedAt,
    currency,
    refundedMicros,
  }
}

function atMostMax(amount: bigint): Micros {
  return micros(amount < MICROS_MAX ? amount : MICROS_MAX)
}
