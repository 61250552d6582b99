// Turns what a body got wrong into one `input_invalid`, each fault by its JSON pointer (RFC 6901), never with the value
// that was sent.

import { Problem } from '#domain/problem.ts'
import type { z } from 'zod'

/** `field` is a JSON pointer from the body's root; `reason` says what the field must be. */
export type WrongField = { readonly field: string; readonly reason: string }

/** Most faults named in one answer: enough to mend a body, too few to flood. */
const FIELDS_MAX = 10

/** Longest pointer or reason given back, in characters: names inside a body can be as long as the body. */
const TEXT_LENGTH_MAX = 160

/** Throws `input_invalid` naming the first faults. */
export function refuseInput(wrong: readonly WrongField[]): never {
  const fields = wrong.slice(0, FIELDS_MAX).map(({ field, reason }) => ({
    field: field.replaceAll('\0', '').slice(0, TEXT_LENGTH_MAX).toWellFormed(),
    reason: reason.slice(0, TEXT_LENGTH_MAX),
  }))
  throw new Problem('input_invalid', { fields })
}

/** Reads `value`, which stands at `pointer`, by `schema`; throws `input_invalid` where it does not fit. */
export function readInput<T>(schema: z.ZodType<T>, value: unknown, pointer = ''): T {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  return refuseInput(result.error.issues.flatMap((issue) => wrongFields(issue, pointer)))
}

/** A JSON pointer one step further in. */
export function pointerTo(pointer: string, step: PropertyKey): string {
  return `${pointer}/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`
}

function wrongFields(issue: z.core.$ZodIssue, root: string): WrongField[] {
  const field = issue.path.reduce<string>(pointerTo, root)
  if (issue.code !== 'unrecognized_keys') return [{ field, reason: issue.message }]
  return issue.keys.map((key) => ({ field: pointerTo(field, key), reason: 'is not a field of this body' }))
}
