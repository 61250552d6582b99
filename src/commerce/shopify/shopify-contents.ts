// What was bought, as a Shopify order says it: line by line where its lines can be counted.

import { agreedContents } from '#domain/keep-lines.ts'
import { maxMicros, micros, sumMicros, ZERO_MICROS, type Micros } from '#domain/money.ts'
import type { OrderContents, OrderLine } from '#domain/order-facts.ts'
import type { ShopifyOrder } from '#schema/commerce/shopify-body.ts'
import { readCurrencyAmount } from '../currency-amounts.ts'
import { countedLines } from '../order-lines.ts'
import { eligibleOfOrder, shopAmount, totalOfOrder } from './shopify-amounts.ts'

/** Contents as the order's own sums have them; lines beside them where each can be counted, in agreement with the sums. */
export function contentsOfOrder(order: ShopifyOrder): OrderContents {
  const lines = linesOfOrder(order)
  const contents: OrderContents = {
    eligibleMicros: eligibleOfOrder(order),
    totalMicros: totalOfOrder(order),
    ...(lines ? { lines } : {}),
    ...shippingAndTax(order),
  }
  return agreedContents(contents).contents
}

/**
 * Contents after a change of the order: its sums may be those of the first purchase still, so its lines count; undefined
 * when they cannot be counted. All that was ever ordered is in them, less what a change took away: what refunds took
 * away are facts of their own.
 */
export function changedContents(order: ShopifyOrder): OrderContents | undefined {
  const lines = linesOfOrder(order)
  if (!lines) return undefined
  const extras = shippingAndTax(order)
  const eligibleMicros = sumMicros(lines.map((line) => line.eligibleMicros))
  const named = micros(eligibleMicros + (extras.shippingMicros ?? 0n) + (extras.taxMicros ?? 0n))
  return { eligibleMicros, totalMicros: maxMicros(totalOfOrder(order), named), lines, ...extras }
}

function shippingAndTax(order: ShopifyOrder): Pick<OrderContents, 'shippingMicros' | 'taxMicros'> {
  const currency = order.subtotal_price_set.shop_money.currency_code
  const { total_shipping_price_set: shipping, total_tax_set: tax } = order
  return {
    ...(shipping ? { shippingMicros: shopAmount('/total_shipping_price_set', shipping, currency) } : {}),
    ...(tax ? { taxMicros: shopAmount('/total_tax_set', tax, currency) } : {}),
  }
}

/** Every line with its number, pieces and price, or undefined when one lacks them. */
function linesOfOrder(order: ShopifyOrder): readonly OrderLine[] | undefined {
  const lines = countedLines(order.line_items)?.map((line, i) => orderLine(order, line, i))
  return lines?.every((line) => line !== undefined) ? lines : undefined
}

function orderLine(order: ShopifyOrder, line: ShopifyOrder['line_items'][number], i: number) {
  const { id, quantity, price_set: price, gift_card: giftCard, sku, product_id: productId } = line
  if (typeof id !== 'string' || typeof quantity !== 'number' || !price) return undefined
  const currency = order.subtotal_price_set.shop_money.currency_code
  const read = (field: string, money: typeof price): Micros =>
    shopAmount(`/line_items/${i}/${field}`, money, currency)
  const discounts = (line.discount_allocations ?? []).map(({ amount, amount_set: set }, j) => {
    const field = `discount_allocations/${j}`
    if (set) return read(`${field}/amount_set`, set)
    return typeof amount === 'string'
      ? readCurrencyAmount(`/line_items/${i}/${field}/amount`, amount, currency)
      : undefined
  })
  if (!discounts.every((discount) => discount !== undefined)) return undefined
  const taxes = order.taxes_included
    ? (line.tax_lines ?? []).map((tax, j) => read(`tax_lines/${j}/price_set`, tax.price_set))
    : []
  const full = read('price_set', price) * BigInt(quantity) - sumMicros([...discounts, ...taxes])
  const pieces = quantity - takenByEdits(order, id, line)
  const eligible = full > 0n && quantity > 0 ? (full * BigInt(pieces)) / BigInt(quantity) : ZERO_MICROS
  return {
    lineId: id,
    ...(sku ? { sku } : {}),
    ...(productId ? { productId } : {}),
    quantity: pieces,
    eligibleMicros: micros(eligible),
    ...(giftCard === true ? { giftCard: true } : {}),
  }
}

/** Pieces gone from a line that none of the order's refunds accounts for: an edit took them away. */
function takenByEdits(order: ShopifyOrder, id: string, line: ShopifyOrder['line_items'][number]): number {
  const { quantity, current_quantity: current } = line
  if (typeof quantity !== 'number' || typeof current !== 'number') return 0
  const refunded = (order.refunds ?? [])
    .flatMap((refund) => refund.refund_line_items)
    .filter((returned) => returned.line_item_id === id)
    .reduce((sum, returned) => sum + (returned.quantity ?? 0), 0)
  return Math.min(Math.max(quantity - current - refunded, 0), quantity)
}
