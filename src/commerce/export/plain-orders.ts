// A plain table of orders: `order`, `paid_at` and `amount`, and if there are any `currency`, `sku`, `quantity`, `refunded`,
// `country`, `customer` and `code`. Rows that name the same order are its lines.

import { sumMicros, ZERO_MICROS } from '#domain/money.ts'
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

/** Orders of the table. */
export function plainOrders(rows: readonly CsvRow[], currency: string): OrdersOfTable {
  return readOrders(byName(rows, 'order'), (group) => plainOrder(group, currency))
}

function plainOrder(rows: readonly [CsvRow, ...CsvRow[]], otherwise: string): ExportedOrder {
  const [{ cells }] = rows
  const paidAt = instantOf(cells['paid_at'])
  if (paidAt === undefined) throw new Unreadable('says no instant under paid_at')
  const currency = currencyOf(cells['currency'], otherwise)
  const lines = rows.map((row) => plainLine(row, currency))
  const total = sumMicros(lines.map(({ eligibleMicros }) => eligibleMicros))
  const paid: PaidFact = {
    kind: 'paid',
    factKey: 'paid',
    paidAt,
    currency,
    eligibleMicros: total,
    totalMicros: total,
    lines,
    references: [],
    test: false,
    ...countryOf(cells['country']),
  }
  const refunded = sumMicros(
    rows.map((row) => amountOf(row.cells['refunded'], 'refunded', currency) ?? ZERO_MICROS),
  )
  const refund: OrderFact = {
    kind: 'refund-total',
    factKey: `refund-total:${paidAt}:${refunded}`,
    asOf: paidAt,
    currency,
    refundedMicros: refunded,
  }
  return {
    name: cells['order'] ?? '',
    facts: refunded > 0n ? [paid, refund] : [paid],
    ...(cells['customer'] ? { customer: cells['customer'].toLowerCase() } : {}),
    ...(cells['code'] ? { code: cells['code'].toLowerCase() } : {}),
  }
}

function plainLine({ cells, line }: CsvRow, currency: string): OrderLine {
  const amount = amountOf(cells['amount'], 'amount', currency)
  if (amount === undefined) throw new Unreadable('has no amount')
  const sku = cells['sku'] ?? ''
  return {
    lineId: `line ${line}`,
    quantity: piecesOf(cells['quantity']),
    eligibleMicros: amount,
    ...(sku === '' ? {} : { sku }),
  }
}
