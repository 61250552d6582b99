// Holds each row of a table against a schema, and names wrong cells by their line.

import type { AppDeps } from '#app/deps.ts'
import { Problem } from '#domain/problem.ts'
import type { z } from 'zod'
import { FIELDS_MAX, wrongFields, type WrongField } from '#schema/wrong-fields.ts'

/** The rows as `row` makes them; throws `input_invalid` with fields such as `/lines/7/percent`. */
export function readTable<Row>(
  { readCsv }: Pick<AppDeps, 'readCsv'>,
  { text, row, rowsMax }: { text: string; row: z.ZodType<Row>; rowsMax: number },
): readonly Row[] {
  const rows: Row[] = []
  const wrong: WrongField[] = []
  for (const { line, cells } of readCsv(text, { rowsMax })) {
    const result = row.safeParse(cells)
    if (result.success) rows.push(result.data)
    else wrong.push(...wrongFields(result.error).map((at) => ({ ...at, field: `/lines/${line}${at.field}` })))
  }
  if (wrong.length > 0) throw new Problem('input_invalid', { fields: wrong.slice(0, FIELDS_MAX) })
  return rows
}
