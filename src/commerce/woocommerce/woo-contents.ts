// What was bought, as a WooCommerce order says it. Totals of lines are after discounts and without tax, whatever the shop's
// prices include.

import { agreedContents } from '#domain/keep-lines.ts'
import { maxMicros, micros, sumMicros, ZERO_MICROS, type Micros } from '#domain/money.ts'
import type { OrderContents, OrderLine } from '#domain/order-facts.ts'
import type { SightedProduct } from '#ports/commerce.ts'
import type { WooOrder } from '#schema/commerce/woo-body.ts'
import { readCurrencyAmount } from '../currency-amounts.ts'
import { countedLines } from '../order-lines.ts'

/**
 * Contents of an order. Fees that lower it, as some extensions write discounts, lower what counts; fees that raise it do
 * not. Lines count one by one unless such a fee has to be spread over them.
 */
export function wooContents(order: WooOrder): OrderContents {
  const { currency } = order
  const lineTotals = order.line_items.map((line, i) =>
    signedAmount(`/line_items/${i}/total`, line.total, currency),
  )
  const discounts = (order.fee_lines ?? [])
    .map((fee, i) => signedAmount(`/fee_lines/${i}/total`, fee.total, currency))
    .filter((fee) => fee < 0n)
  const lines = discounts.length === 0 ? linesOf(order, lineTotals) : undefined
  const { shipping_total: shipping, total_tax: tax } = order
  const contents: OrderContents = {
    eligibleMicros: maxMicros(ZERO_MICROS, sumMicros([...lineTotals, ...discounts])),
    totalMicros: readCurrencyAmount('/total', order.total, currency),
    ...(lines ? { lines } : {}),
    ...(shipping ? { shippingMicros: readCurrencyAmount('/shipping_total', shipping, currency) } : {}),
    ...(tax ? { taxMicros: readCurrencyAmount('/total_tax', tax, currency) } : {}),
  }
  return agreedContents(contents).contents
}

/** Products that the lines name. */
export function wooProducts(order: WooOrder): { readonly products?: readonly SightedProduct[] } {
  const products = order.line_items.flatMap(({ product_id: id, name }) =>
    id && name ? [{ reference: String(id), title: name }] : [],
  )
  return products.length === 0 ? {} : { products }
}

/** Lines that can be counted: whole pieces, and nothing below zero. */
function linesOf(order: WooOrder, totals: readonly Micros[]): readonly OrderLine[] | undefined {
  const lines = countedLines(order.line_items)?.map((line, i) => {
    const eligibleMicros = totals[i] ?? ZERO_MICROS
    if (!Number.isSafeInteger(line.quantity) || line.quantity < 0 || eligibleMicros < 0n) return undefined
    return {
      lineId: String(line.id),
      ...(line.sku ? { sku: line.sku } : {}),
      ...(line.product_id ? { productId: String(line.product_id) } : {}),
      quantity: line.quantity,
      eligibleMicros,
    }
  })
  return lines?.every((line) => line !== undefined) ? lines : undefined
}

function signedAmount(field: string, text: string, currency: string): Micros {
  if (!text.startsWith('-')) return readCurrencyAmount(field, text, currency)
  return micros(0n - readCurrencyAmount(field, text.slice(1), currency))
}
