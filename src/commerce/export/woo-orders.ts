// WooCommerce's report of orders (Analytics → Orders → Download): one row an order, net sales without tax and shipping, in
// the shop's currency (Automattic\WooCommerce\Admin\API\Reports\Orders\Controller::get_export_columns).

import { amountOf, instantOf, piecesOf, readOrders, Unreadable } from './order-cells.ts'

import type { OrderFact, PaidFact } from '#domain/order-facts.ts'
import type { CsvRow } from '#ports/csv.ts'
import type { ExportedOrder } from '#ports/order-export.ts'
import type { OrdersOfTable } from './order-cells.ts'

/** Statuses of orders that were paid once. */
const PAID: readonly string[] = ['completed', 'processing', 'refunded']

/** Columns under which the net sales stand, by version of the report. */
const NET_COLUMNS = ['net sales', 'n. revenue'] as const

/** Orders of the report; those never paid are skipped. */
export function wooOrders(rows: readonly CsvRow[], currency: string): OrdersOfTable {
  return readOrders(
    rows.map((row) => [row]),
    ([row]) => wooOrder(row, currency),
  )
}

function wooOrder({ cells }: CsvRow, currency: string): ExportedOrder {
  const status = (cells['status'] ?? '').toLowerCase()
  if (!PAID.includes(status)) throw new Unreadable(`was not paid: its status is ${status || 'empty'}`)
  const paidAt = instantOf(cells['date'])
  if (paidAt === undefined) throw new Unreadable('says no instant under Date')
  const column = NET_COLUMNS.find((name) => (cells[name] ?? '') !== '')
  const net = column === undefined ? undefined : amountOf(cells[column], 'Net Sales', currency)
  if (net === undefined) throw new Unreadable('has no amount under Net Sales')
  const paid: PaidFact = {
    kind: 'paid',
    factKey: 'paid',
    paidAt,
    currency,
    eligibleMicros: net,
    totalMicros: net,
    lines: [{ lineId: 'order', quantity: piecesOf(cells['items sold']), eligibleMicros: net }],
    references: [],
    test: false,
  }
  const isRefunded = status === 'refunded'
  const facts: OrderFact[] = isRefunded
    ? [paid, { kind: 'cancelled', factKey: 'cancelled', cancelledAt: paidAt }]
    : [paid]
  const type = (cells['customer type'] ?? '').toLowerCase()
  const code = (cells['coupon(s)'] ?? '').split(',')[0]?.trim().toLowerCase() ?? ''
  return {
    name: cells['order #'] ?? '',
    facts,
    ...(cells['customer'] ? { customer: cells['customer'].toLowerCase() } : {}),
    ...(type === 'new' || type === 'returning' ? { isNewCustomer: type === 'new' } : {}),
    ...(code === '' ? {} : { code }),
  }
}
