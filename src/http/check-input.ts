// Holds input against a schema and says which fields are wrong, without repeating what was sent.

import { Problem } from '#domain/problem.ts'
import { pointerTo, wrongFields } from '#schema/wrong-fields.ts'
import type { z } from 'zod'

/** `input` as `schema` makes it, or `input_invalid` with the fact `fields`: JSON pointer and reason of each wrong one. */
export function checkInput<T>(schema: z.ZodType<T>, input: unknown): T {
  const result = schema.safeParse(input)
  if (result.success) return result.data
  throw new Problem('input_invalid', { fields: wrongFields(result.error) })
}

/** The query of a request target as one value a name; a name that comes twice is `input_invalid`. */
export function readQuery(target: string): Readonly<Record<string, string>> {
  const start = target.indexOf('?')
  const query = new Map<string, string>()
  for (const [name, value] of new URLSearchParams(start < 0 ? '' : target.slice(start + 1))) {
    if (query.has(name))
      throw new Problem('input_invalid', { fields: [{ field: pointerTo([name]), reason: 'is given twice' }] })
    if (name === '__proto__')
      throw new Problem('input_invalid', {
        fields: [{ field: pointerTo([name]), reason: 'is not a field name' }],
      })
    query.set(name, value)
  }
  return Object.fromEntries(query)
}
