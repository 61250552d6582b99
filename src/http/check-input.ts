// Holds input against a schema and says which fields are wrong, without repeating what was sent.

import { Problem } from '#domain/problem.ts'
import type { z } from 'zod'

/** Fields named in one answer: enough to mend a form, too few to flood. */
export const FIELDS_MAX = 10

/** Longest reason or field name given back, in characters. */
const REASON_MAX_LENGTH = 160

/** `field` is a JSON pointer (RFC 6901) into the body, or into the query as an object. */
export type WrongField = { readonly field: string; readonly reason: string }

/** `input` as `schema` makes it, or `input_invalid` with the fact `fields`: JSON pointer and reason of each wrong one. */
export function checkInput<T>(schema: z.ZodType<T>, input: unknown): T {
  const result = schema.safeParse(input)
  if (result.success) return result.data
  throw new Problem('input_invalid', { fields: wrongFields(result.error) })
}

/** The fields an error speaks of, each by its pointer (`/policy/reward/bps`) and with a reason. */
export function wrongFields(error: z.ZodError): readonly WrongField[] {
  return error.issues.flatMap(wrongFieldsOf).slice(0, FIELDS_MAX)
}

function wrongFieldsOf(issue: z.core.$ZodIssue): readonly WrongField[] {
  const path = issue.path.map(String)
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      field: pointerTo([...path, key]),
      reason: 'is not a field of this address',
    }))
  }
  return [{ field: pointerTo(path), reason: issue.message.slice(0, REASON_MAX_LENGTH) }]
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

/** JSON Pointer (RFC 6901) of a path of names; no longer than a reason. */
export function pointerTo(path: readonly string[]): string {
  return path
    .map((name) => `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`)
    .join('')
    .slice(0, REASON_MAX_LENGTH)
}
