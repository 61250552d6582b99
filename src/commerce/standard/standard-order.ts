// What was bought, and what carried a recommendation, as Standard Webhooks bodies say it.

import type { CarriedReference, OrderContents, RefundedFact } from '#domain/order-facts.ts'
import { micros, sumMicros } from '#domain/money.ts'
import type { StandardCarriers, StandardContents, StandardRefund } from '#schema/commerce/standard-body.ts'
import { readCurrencyAmount } from '../currency-amounts.ts'
import { countedLines } from '../order-lines.ts'
import {
  clickTokenReference,
  couponReferences,
  landingSiteReferences,
  linkCodeReference,
  orderReferences,
} from '../references.ts'
import { refuseInput } from '../refuse-input.ts'

/** Reads the contents of an order; amounts that are none are refused as `input_invalid`, each by its pointer. */
export function standardContents(order: StandardContents): OrderContents {
  const { currency } = order
  const read = (field: string, text: string) => readCurrencyAmount(`/data/${field}`, text, currency)
  const optional = (field: string, text: string | null | undefined) =>
    text === null || text === undefined ? undefined : read(field, text)
  const lines = countedLines(order.lines)?.map((line, i) => ({
    lineId: line.id,
    ...(line.sku ? { sku: line.sku } : {}),
    ...(line.product_id ? { productId: line.product_id } : {}),
    quantity: line.quantity,
    eligibleMicros: read(`lines/${i}/subtotal`, line.subtotal),
    ...(line.gift_card === true ? { giftCard: true } : {}),
  }))
  const shippingMicros = optional('shipping', order.shipping)
  const taxMicros = optional('tax', order.tax)
  const storeCreditMicros = optional('store_credit', order.store_credit)
  return {
    eligibleMicros: read('subtotal', order.subtotal),
    totalMicros: read('total', order.total),
    ...(lines ? { lines } : {}),
    ...(shippingMicros === undefined ? {} : { shippingMicros }),
    ...(taxMicros === undefined ? {} : { taxMicros }),
    ...(storeCreditMicros === undefined ? {} : { storeCreditMicros }),
  }
}

/** Everything that carried a recommendation, tokens first. */
export function standardReferences(data: StandardCarriers): readonly CarriedReference[] {
  return orderReferences([
    clickTokenReference(data.click_token),
    linkCodeReference(data.link_code),
    ...landingSiteReferences(data.landing_site),
    ...couponReferences(data.coupons ?? []),
  ])
}

/** What a refund gave back; refuses one that names neither a sum nor lines. */
export function standardRefundAmounts(
  refund: StandardRefund,
): Pick<RefundedFact, 'eligibleMicros' | 'lines' | 'shippingMicros' | 'taxMicros'> {
  const { currency } = refund
  const read = (field: string, text: string | null | undefined) =>
    text === null || text === undefined ? undefined : readCurrencyAmount(`/data/${field}`, text, currency)
  const lines = countedLines(refund.lines)?.map((line, i) => ({
    lineId: line.id,
    quantity: line.quantity,
    eligibleMicros: read(`lines/${i}/amount`, line.amount) ?? micros(0n),
  }))
  const sum = read('amount', refund.amount) ?? (lines && sumMicros(lines.map((line) => line.eligibleMicros)))
  if (sum === undefined) return refuseInput([{ field: '/data/amount', reason: 'must be given, or lines' }])
  const shippingMicros = read('shipping', refund.shipping)
  const taxMicros = read('tax', refund.tax)
  return {
    eligibleMicros: sum,
    ...(lines ? { lines } : {}),
    ...(shippingMicros === undefined ? {} : { shippingMicros }),
    ...(taxMicros === undefined ? {} : { taxMicros }),
  }
}
