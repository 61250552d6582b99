// Rows of an export as text: CSV that no spreadsheet takes for a formula, or one JSON object a line.

import { invariant } from '#domain/invariant.ts'
import { formatMicros, micros } from '#domain/money.ts'
import type { ExportColumn, ExportFormat } from '#schema/exports.ts'
import { stringify } from 'csv-stringify/sync'
import { defuseText } from './defuse-text.ts'

type Row = Readonly<Record<string, string | number | bigint | null>>

/** RFC 4180. */
const LINE_END = '\r\n'

/** Marks UTF-8, without which common spreadsheets read names of people wrongly. */
const BYTE_ORDER_MARK = '\ufeff'

/** What stands before the first row. */
export function headText(columns: readonly ExportColumn[], format: ExportFormat): string {
  if (format === 'jsonl') return ''
  const names = columns.map(({ name }) => name)
  return BYTE_ORDER_MARK + stringify([names], { record_delimiter: LINE_END, quoted: true })
}

/**
 * Rows in the order of the columns. In CSV, text is always quoted, and has an apostrophe wherever a spreadsheet would calculate
 * it; amounts, counts and instants are our own and stand as they are. Nothing is an empty field, and null in JSON.
 */
export function rowsText(
  columns: readonly ExportColumn[],
  format: ExportFormat,
  rows: readonly Row[],
): string {
  const cells = rows.map((row) => columns.map((column) => cellOf(column, row)))
  if (format === 'jsonl') {
    const lines = cells.map((values) =>
      JSON.stringify(Object.fromEntries(columns.map(({ name }, place) => [name, values[place]]))),
    )
    return lines.map((line) => `${line}\n`).join('')
  }
  return stringify(cells, {
    record_delimiter: LINE_END,
    cast: {
      string: (value, { index }) => {
        const isText = columns[index]?.kind === 'text'
        return { value: isText ? defuseText(value) : value, quoted: isText }
      },
    },
  })
}

function cellOf({ name, kind }: ExportColumn, row: Row): string | number | null {
  const value = row[name]
  invariant(value !== undefined, `an export has a value in its column ${name}`)
  if (value === null) return null
  if (typeof value === 'bigint') return formatMicros(micros(value))
  return kind === 'instant' && typeof value === 'number' ? new Date(value).toISOString() : value
}
