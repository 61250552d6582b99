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
      reason: 'is not a field of this address',
    }))
  }
  const { message } = (issue.code === 'invalid_key' ? issue.issues[0] : undefined) ?? issue
  return [{ field: pointerTo(path), reason: message.slice(0, REASON_MAX_LENGTH) }]
}

/** JSON Pointer (RFC 6901) of a path of names; no longer than a reason. */
export function pointerTo(path: readonly string[]): string {
  return path
    .map((name) => `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`)
    .join('')
    .slice(0, REASON_MAX_LENGTH)
}
