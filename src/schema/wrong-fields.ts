// Says which fields of an input are wrong, by JSON pointer and with a reason, without repeating what was sent.

import type { z } from 'zod'

/** Fields named in one answer: enough to mend a form, too few to flood. */
export const FIELDS_MAX = 10

/** Longest reason or field name given back, in characters. */
const REASON_MAX_LENGTH = 160

/** `field` is a JSON pointer (RFC 6901) into the input, or into the query as an object. */
export type WrongField = { readonly field: string; readonly reason: string }

/** The fields an error speaks of, each by its pointer (`/policy/reward/bps`) and with a reason. */
export function wrongFields(error: z.ZodError): readonly WrongField[] {
  return error.issues.flatMap(wrongFieldsOf).slice(0, FIELDS_MAX)
}

function wrongFieldsOf(issue: z.core.$ZodIssue): readonly WrongField[] {
  const path = issue.path.map(String)
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      field: pointerTo([...path, key]),
      reason: 'is not a field that belongs here',
    }))
  }
  return [{ field: pointerTo(path), reason: reasonOf(issue).slice(0, REASON_MAX_LENGTH) }]
}

/** The schema's own words where it has some, else a sentence of the house in place of the library's. */
function reasonOf(issue: z.core.$ZodIssue): string {
  const { message } = issue
  switch (issue.code) {
    case 'invalid_key':
      return issue.issues[0]?.message ?? message
    case 'invalid_union': {
      // Where a field may be empty or something, what is wrong with the something is said last.
      const [last] = issue.errors.at(-1) ?? []
      return last === undefined ? message : reasonOf(last)
    }
    case 'invalid_type':
      return message.endsWith('received undefined') ? 'is missing' : message
    case 'invalid_value':
      return message.startsWith('Invalid') ? `must be one of ${issue.values.map(String).join(', ')}` : message
    case 'invalid_format':
      return issue.format === 'datetime' && message.startsWith('Invalid')
        ? 'must be an instant such as 2026-03-01T00:00:00Z'
        : message
    case 'too_big':
      return message.startsWith('Too big')
        ? `must be at most ${extent(issue.maximum, issue.origin)}`
        : message
    case 'too_small':
      return message.startsWith('Too small')
        ? `must be at least ${extent(issue.minimum, issue.origin)}`
        : message
    default:
      return message
  }
}

/** `80 characters` of a text, `6 entries` of a list, else the number alone. */
function extent(limit: number | bigint, origin: string): string {
  if (origin === 'string') return `${limit} characters`
  return origin === 'array' ? `${limit} entries` : String(limit)
}

/** JSON Pointer (RFC 6901) of a path of names; no longer than a reason. */
export function pointerTo(path: readonly string[]): string {
  return path
    .map((name) => `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`)
    .join('')
    .slice(0, REASON_MAX_LENGTH)
}
