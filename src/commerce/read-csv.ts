// Reads comma-separated tables (RFC 4180) as shops and spreadsheets write them: with or without a byte order mark, with
// commas, semicolons or tabs between the cells.

import { Problem } from '#domain/problem.ts'
import { CsvError, parse, type Info } from 'csv-parse/sync'

import type { CsvRow, ReadCsv } from '#ports/csv.ts'

/** Longest row, in characters: an order with hundreds of notes is some kilobytes. */
const ROW_LENGTH_MAX = 128 * 1024

/** Most columns: Shopify's order export has about 80. */
const COLUMNS_MAX = 200

const SEPARATORS = [',', ';', '\t'] as const

/** {@link ReadCsv} by the csv-parse library. */
export const readCsv: ReadCsv = (text, { rowsMax }) => {
  const [header, ...records] = parseRecords(text, rowsMax)
  if (header === undefined) throw refusal(1, 'is empty; the first line names the columns')
  const names = header.record.map((name) => name.trim().toLowerCase())
  checkNames(names)
  if (records.length > rowsMax)
    throw refusal(records[rowsMax]?.line ?? 1, `is one row more than the ${rowsMax} taken`)
  return records.map(({ record, line }): CsvRow => ({
    line,
    cells: Object.fromEntries(record.map((cell, index) => [names[index] ?? '', cell.trim()])),
  }))
}

type Parsed = { readonly record: readonly string[]; readonly line: number }

function parseRecords(text: string, rowsMax: number): readonly Parsed[] {
  try {
    const rows: unknown = parse(text, {
      bom: true,
      delimiter: separatorOf(text),
      info: true,
      max_record_size: ROW_LENGTH_MAX,
      skip_empty_lines: true,
      // One row for the header, and one more to tell a full file from one that is too long.
      to: rowsMax + 2,
    })
    return (rows as { record: string[]; info: Info }[]).map(({ record, info }) => ({
      record,
      line: info.lines,
    }))
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    const line: unknown = error['lines']
    throw refusal(typeof line === 'number' ? line : 1, 'cannot be read as a row of the table')
  }
}

/** The separator that occurs most in the first line; a comma where none does. */
function separatorOf(text: string): string {
  const [first = ''] = text.split(/\r?\n/, 1)
  const counted = SEPARATORS.map((separator) => ({ separator, count: first.split(separator).length }))
  return counted.reduce((best, next) => (next.count > best.count ? next : best)).separator
}

function checkNames(names: readonly string[]): void {
  if (names.length > COLUMNS_MAX) throw refusal(1, `has more than ${COLUMNS_MAX} columns`)
  const twice = names.find((name, index) => name !== '' && names.indexOf(name) !== index)
  if (twice !== undefined) throw refusal(1, `names the column ${twice.slice(0, 40)} twice`)
  if (names.includes('__proto__')) throw refusal(1, 'has a name that is not one of a column')
}

function refusal(line: number, reason: string): Problem {
  return new Problem('input_invalid', { fields: [{ field: `/lines/${line}`, reason }] })
}
