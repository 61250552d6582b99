// Shopify's order export: the order on its first row, each further line of it on a row of its own
// (https://help.shopify.com/en/manual/orders/export-orders).

import { splitExactly } from '#domain/split-exactly.ts'
import { micros, ZERO_MICROS, type Micros } from '#domain/money.ts'
import {
  amountOf,
  byName,
  countryOf,
  currencyOf,
  instantOf,
  piecesOf,
  readOrders,
  Unreadable,
} from './order-cells.ts'

import type { OrderFact, OrderLine, PaidFact } from '#domain/order-facts.ts'
import type { CsvRow } from '#ports/csv.ts'
import type { ExportedOrder } from '#ports/order-export.ts'
import type { OrdersOfTable } from './order-cells.ts'

/** Financial statuses of orders that were paid once. */
const PAID: readonly string[] = ['paid', 'partially_refunded', 'refunded']

/** Orders of the export; those never paid are skipped. */
export function shopifyOrders(rows: readonly CsvRow[], currency: string): OrdersOfTable {
  return readOrders(byName(rows, 'name'), (group) => shopifyOrder(group, currency))
}

function shopifyOrder(rows: readonly [CsvRow, ...CsvRow[]], otherwise: string): ExportedOrder {
  const [{ cells }] = rows
  const status = cells['financial status'] ?? ''
  if (!PAID.includes(status))
    throw new Unreadable(`was not paid: its financial status is ${status || 'empty'}`)
  const paidAt = instantOf(cells['paid at']) ?? instantOf(cells['created at'])
  if (paidAt === undefined) throw new Unreadable('says no instant under Paid at')
  const currency = currencyOf(cells['currency'], otherwise)
  const subtotal = amountOf(cells['subtotal'], 'Subtotal', currency)
  if (subtotal === undefined) throw new Unreadable('has no amount under Subtotal')
  const shippingMicros = amountOf(cells['shipping'], 'Shipping', currency) ?? ZERO_MICROS
  const taxMicros = amountOf(cells['taxes'], 'Taxes', currency) ?? ZERO_MICROS
  const paid: PaidFact = {
    kind: 'paid',
    factKey: 'paid',
    paidAt,
    currency,
    eligibleMicros: subtotal,
    totalMicros: amountOf(cells['total'], 'Total', currency) ?? micros(subtotal + shippingMicros + taxMicros),
    shippingMicros,
    taxMicros,
    lines: linesOf(rows, subtotal, currency),
    references: [],
    test: false,
    ...countryOf(cells['shipping country'], cells['billing country']),
  }
  return {
    name: cells['name'] ?? '',
    ...(cells['id'] ? { externalId: cells['id'] } : {}),
    facts: [paid, ...laterFacts(cells, paid)],
    ...(cells['email'] ? { customer: cells['email'].toLowerCase() } : {}),
    ...(cells['discount code'] ? { code: cells['discount code'].toLowerCase() } : {}),
  }
}

/** Lines weigh by price; a discount on the whole order lowers them all, so that they add up to the subtotal. */
function linesOf(rows: readonly CsvRow[], subtotal: Micros, currency: string): readonly OrderLine[] {
  const lines = rows.map(({ cells, line }) => {
    const quantity = piecesOf(cells['lineitem quantity'])
    const price = amountOf(cells['lineitem price'], 'Lineitem price', currency) ?? ZERO_MICROS
    const discount = amountOf(cells['lineitem discount'], 'Lineitem discount', currency) ?? ZERO_MICROS
    const full = price * BigInt(quantity) - discount
    const sku = cells['lineitem sku'] ?? ''
    return { lineId: `line ${line}`, quantity, full: full > 0n ? full : 0n, ...(sku === '' ? {} : { sku }) }
  })
  const weights = lines.some(({ full }) => full > 0n) ? lines.map(({ full }) => full) : lines.map(() => 1n)
  const parts = splitExactly(subtotal, weights)
  return lines.map(({ full: _full, ...line }, index) => ({
    ...line,
    eligibleMicros: parts[index] ?? ZERO_MICROS,
  }))
}

/** The export says how much was refunded in all, not when: it counts as of the payment. */
function laterFacts(cells: CsvRow['cells'], { paidAt, currency }: PaidFact): readonly OrderFact[] {
  const cancelledAt = instantOf(cells['cancelled at'])
  const refunded = amountOf(cells['refunded amount'], 'Refunded Amount', currency) ?? ZERO_MICROS
  const facts: OrderFact[] = []
  if (refunded > 0n) {
    const factKey = `refund-total:${paidAt}:${refunded}` as const
    facts.push({ kind: 'refund-total', factKey, asOf: paidAt, currency, refundedMicros: refunded })
  }
  if (cancelledAt !== undefined) facts.push({ kind: 'cancelled', factKey: 'cancelled', cancelledAt })
  return facts
}
