// Money in Shopify bodies, always the shop's own: what of an order, and what of a refund, rewards are computed from.

import { maxMicros, micros, sumMicros, ZERO_MICROS, type Micros } from '#domain/money.ts'
import type { RefundedFact } from '#domain/order-facts.ts'
import type { ShopifyOrder, ShopifyRefund, ShopMoney } from '#schema/commerce/shopify-body.ts'
import { readCurrencyAmount } from '../currency-amounts.ts'
import { refuseInput } from '../refuse-input.ts'

/** Adjustment that gives back shipping, not lines. Named in bodies before API version 2024-10, absent since. */
const SHIPPING_ADJUSTMENT = 'shipping_refund'

/** Most that one refund may give back, in micros: a billion units, as for any single amount. */
const REFUND_MAX = micros(1_000_000_000_000_000n)

/**
 * Lines after discounts, before returns, without shipping and tax: `subtotal_price_set`, less the lines' tax in a shop
 * whose prices include it. Never the `current_…` fields: those move with refunds, which are facts of their own.
 */
export function eligibleOfOrder(order: ShopifyOrder): Micros {
  const currency = order.subtotal_price_set.shop_money.currency_code
  const subtotal = shopAmount('/subtotal_price_set', order.subtotal_price_set, currency)
  if (!order.taxes_included) return subtotal
  const taxes = order.line_items.flatMap((line, i) =>
    (line.tax_lines ?? []).map((tax, j) =>
      shopAmount(`/line_items/${i}/tax_lines/${j}/price_set`, tax.price_set, currency),
    ),
  )
  return maxMicros(ZERO_MICROS, micros(subtotal - sumMicros(taxes)))
}

/** What the buyer paid in all. */
export function totalOfOrder(order: ShopifyOrder): Micros {
  return shopAmount(
    '/total_price_set',
    order.total_price_set,
    order.subtotal_price_set.shop_money.currency_code,
  )
}

/** What a refund gave back, in its currency. */
export type RefundAmounts = Pick<
  RefundedFact,
  'currency' | 'eligibleMicros' | 'lines' | 'shippingMicros' | 'taxMicros'
>

/**
 * What a refund gave back of lines, shipping and tax; undefined when no line and no adjustment names a currency. Of lines:
 * the returned ones less adjustments, which are negative when more was given back than the lines say (a goodwill refund
 * has no lines at all) and positive when less.
 */
export function refundAmounts(refund: ShopifyRefund): RefundAmounts | undefined {
  const adjustments = refund.order_adjustments ?? []
  const currency = (refund.refund_line_items[0]?.subtotal_set ?? adjustments[0]?.amount_set)?.shop_money
    .currency_code
  if (currency === undefined) return undefined
  const lines = refund.refund_line_items.map((line, i) => ({
    lineId: line.line_item_id ?? undefined,
    quantity: line.quantity ?? 0,
    subtotal: shopAmount(`/refund_line_items/${i}/subtotal_set`, line.subtotal_set, currency),
    tax: line.total_tax_set
      ? shopAmount(`/refund_line_items/${i}/total_tax_set`, line.total_tax_set, currency)
      : ZERO_MICROS,
  }))
  const parts: RefundParts = {
    currency,
    returned: sumMicros(lines.map((line) => line.subtotal)),
    tax: sumMicros(lines.map((line) => line.tax)),
    adjustments: adjustments.map((adjustment, i) => ({
      ofShipping: adjustment.kind === SHIPPING_ADJUSTMENT,
      amount: signedShopAmount(`/order_adjustments/${i}/amount_set`, adjustment.amount_set, currency),
      tax: adjustment.tax_amount_set
        ? signedShopAmount(`/order_adjustments/${i}/tax_amount_set`, adjustment.tax_amount_set, currency)
        : ZERO_MICROS,
    })),
  }
  const isTaxIncluded = linesIncludeTax(refund, parts)
  const sumOf = (ofShipping: boolean) =>
    sumMicros(parts.adjustments.filter((part) => part.ofShipping === ofShipping).map((part) => part.amount))
  const net = parts.returned - (isTaxIncluded ? parts.tax : 0n) - sumOf(false)
  if (net > REFUND_MAX)
    refuseInput([{ field: '/refund_line_items', reason: 'must add up to less than a billion' }])
  const named = lines.flatMap(({ lineId, quantity, subtotal, tax }) => {
    const eligibleMicros = maxMicros(ZERO_MICROS, micros(subtotal - (isTaxIncluded ? tax : 0n)))
    return lineId === undefined ? [] : [{ lineId, quantity, eligibleMicros }]
  })
  const shipping = micros(0n - sumOf(true))
  const tax = micros(parts.tax - sumMicros(parts.adjustments.map((part) => part.tax)))
  return {
    currency,
    eligibleMicros: maxMicros(ZERO_MICROS, micros(net)),
    ...(named.length > 0 ? { lines: named } : {}),
    ...(shipping > 0n ? { shippingMicros: shipping } : {}),
    ...(tax > 0n ? { taxMicros: tax } : {}),
  }
}

/** What a refund says of its money, in micros of `currency`. */
type RefundParts = {
  readonly currency: string
  readonly returned: Micros
  readonly tax: Micros
  readonly adjustments: readonly {
    readonly ofShipping: boolean
    readonly amount: Micros
    readonly tax: Micros
  }[]
}

/**
 * Whether the returned lines' subtotals hold their tax already. A refund does not say so, but its money can: it is
 * exactly the lines less adjustments then, and more by the tax where tax comes on top. Anything else proves nothing,
 * and the subtotals are taken as they stand.
 */
function linesIncludeTax(
  refund: ShopifyRefund,
  { currency, returned, tax, adjustments }: RefundParts,
): boolean {
  const moved = refund.transactions
    .map((payment, i) => ({ ...payment, field: `/transactions/${i}/amount` }))
    .filter(isRefundMoney)
  if (tax === 0n || moved.length === 0) return false
  if (moved.some((payment) => (payment.currency ?? currency) !== currency)) return false
  const money = sumMicros(moved.map(({ field, amount }) => readCurrencyAmount(field, amount, currency)))
  const adjusted = sumMicros(adjustments.flatMap((part) => [part.amount, part.tax]))
  return money === returned - adjusted
}

/** Money on its way back to the buyer, arrived or not, that did not fail. */
export function isRefundMoney({ kind, status }: { readonly kind: string; readonly status: string }): boolean {
  return kind === 'refund' && status !== 'failure' && status !== 'error'
}

/** Reads a shop amount from zero up; refuses another currency, a sign, and what is finer than the currency. */
export function shopAmount(
  field: string,
  { shop_money: { amount, currency_code } }: ShopMoney,
  currency: string,
): Micros {
  if (currency_code !== currency) {
    const reason = 'must be the currency of the other shop amounts'
    refuseInput([{ field: `${field}/shop_money/currency_code`, reason }])
  }
  return readCurrencyAmount(`${field}/shop_money/amount`, amount, currency)
}

/** As {@link shopAmount}, with an optional minus: adjustments go both ways. */
function signedShopAmount(field: string, money: ShopMoney, currency: string): Micros {
  const { amount, currency_code } = money.shop_money
  if (!amount.startsWith('-')) return shopAmount(field, money, currency)
  return micros(0n - shopAmount(field, { shop_money: { amount: amount.slice(1), currency_code } }, currency))
}
