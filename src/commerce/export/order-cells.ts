// What every table of orders needs: cells read as amounts and instants, and rows that cannot be read told with a reason.

import { parseCurrencyAmount } from '../currency-amounts.ts'

import type { Micros } from '#domain/money.ts'
import type { Instant } from '#domain/order-facts.ts'
import type { ExportedOrder, OrderExport } from '#ports/order-export.ts'
import type { CsvRow } from '#ports/csv.ts'

export type OrdersOfTable = Pick<OrderExport, 'orders' | 'skipped'>

/** A reason why an order of a table cannot be computed with. */
export class Unreadable extends Error {
  override readonly name = 'Unreadable'
}

const CURRENCY = /^[A-Z]{3}$/

/** Symbols and separators around and within the digits of an amount: `$1,234.50`, `1 234.50 €`. */
const DECORATION = /[^\d.,-]/g

const INSTANT =
  /^(\d{4}-\d{2}-\d{2})(?:[ T](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?))?\s*(Z|UTC|[+-]\d{2}:?\d{2})?$/i

/** Orders that `read` makes of rows that belong together; those it cannot read are skipped with its reason. */
export function readOrders(
  groups: Iterable<readonly CsvRow[]>,
  read: (rows: readonly [CsvRow, ...CsvRow[]]) => ExportedOrder,
): OrdersOfTable {
  const orders: ExportedOrder[] = []
  const skipped: { line: number; reason: string }[] = []
  for (const rows of groups) {
    const [first, ...more] = rows
    if (!first) continue
    try {
      orders.push(read([first, ...more]))
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error
      skipped.push({ line: first.line, reason: error.message })
    }
  }
  return { orders, skipped }
}

/** The currency in a cell, else the given one. */
export function currencyOf(cell: string | undefined, otherwise: string): string {
  const text = (cell ?? '').toUpperCase() || otherwise
  if (!CURRENCY.test(text)) throw new Unreadable('names no currency of three letters')
  return text
}

/** An amount in a cell, such as `59.99` or `$1,234.50`; undefined when the cell is empty. */
export function amountOf(cell: string | undefined, name: string, currency: string): Micros | undefined {
  const text = (cell ?? '').replaceAll(DECORATION, '')
  if (text === '') return undefined
  const amount = parseCurrencyAmount(plainDigits(text), currency)
  if (amount === undefined) throw new Unreadable(`has no amount of ${currency} under ${name}`)
  return amount
}

/** The last separator with one to three digits behind it and none of its kind before is the decimal one. */
function plainDigits(text: string): string {
  const last = Math.max(text.lastIndexOf('.'), text.lastIndexOf(','))
  if (last < 0) return text
  const mark = text.charAt(last)
  const isAlone = text.indexOf(mark) === last
  const isGrouped = mark === ',' && text.length - last === 4
  if (!isAlone || isGrouped) return text.replaceAll(/[.,]/g, '')
  return `${text.slice(0, last).replaceAll(/[.,]/g, '')}.${text.slice(last + 1)}`
}

/** An instant in a cell, such as `2026-03-01 12:00:00 +0100`; without a zone it is UTC. */
export function instantOf(cell: string | undefined): Instant | undefined {
  const [, day, time = '00:00:00', zone = 'Z'] = INSTANT.exec(cell ?? '') ?? []
  if (day === undefined) return undefined
  const offset = /^(?:Z|UTC)$/i.test(zone) ? 'Z' : `${zone.slice(0, 3)}:${zone.slice(-2)}`
  const at = Date.parse(`${day}T${time}${offset}`)
  return Number.isFinite(at) ? at : undefined
}

/** A count of pieces in a cell; one when the cell is empty. */
export function piecesOf(cell: string | undefined): number {
  if (cell === undefined || cell === '') return 1
  if (!/^\d{1,6}$/.test(cell)) throw new Unreadable('has no whole number of pieces')
  return Number(cell)
}

/** A country code in a cell, if it is one. */
export function countryOf(...cells: readonly (string | undefined)[]): { country?: string } {
  const country = cells.find((cell) => cell !== undefined && /^[A-Z]{2}$/.test(cell))
  return country === undefined ? {} : { country }
}

/** Rows that share a name stand together, in the order of their first. */
export function byName(rows: readonly CsvRow[], column: string): Iterable<readonly CsvRow[]> {
  return Map.groupBy(rows, ({ cells, line }) => cells[column] || `line ${line}`).values()
}
