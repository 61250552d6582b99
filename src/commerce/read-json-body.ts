// Reads a webhook's raw bytes as JSON without losing anything: whole numbers beyond 2⁵³ stay exact, and what the store
// could not hold (NUL, lone surrogates) or what could surprise a reader (`__proto__`) is refused with its place.

import { Problem } from '#domain/problem.ts'
import { pointerTo, refuseInput, type WrongField } from './refuse-input.ts'

/** Deepest nesting read; real bodies stay under 10, and the bound keeps the walk's stack small. */
export const JSON_DEPTH_MAX = 64

const QUOTE = 0x22
const BACKSLASH = 0x5c
const OPENING: ReadonlySet<number> = new Set([0x5b, 0x7b])
const CLOSING: ReadonlySet<number> = new Set([0x5d, 0x7d])

const WHOLE_NUMBER = /^-?\d+$/

/**
 * Parses `rawBody` (UTF-8, no byte order mark) as JSON; whole numbers that a JavaScript number cannot hold become bigint.
 * Refuses with `body_malformed` what is no JSON, with `input_invalid` and JSON pointers what is JSON but unreadable.
 */
export function readJsonBody(rawBody: Uint8Array): unknown {
  refuseTooDeep(rawBody)
  let value: unknown
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(rawBody)
    value = JSON.parse(text, keepWholeNumbers)
  } catch (cause) {
    throw new Problem('body_malformed', {}, { cause })
  }
  const wrong: WrongField[] = []
  collectOddities(value, '', wrong)
  if (wrong.length > 0) refuseInput(wrong)
  return value
}

/** Counts brackets outside strings, so that no body can exhaust the stack of what reads it next. */
function refuseTooDeep(bytes: Uint8Array): void {
  let depth = 0
  let inString = false
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i] ?? 0
    if (inString) {
      if (byte === BACKSLASH) i++
      else if (byte === QUOTE) inString = false
    } else if (byte === QUOTE) inString = true
    else if (OPENING.has(byte)) {
      depth++
      if (depth > JSON_DEPTH_MAX)
        refuseInput([{ field: '', reason: `is nested deeper than ${JSON_DEPTH_MAX} levels` }])
    } else if (CLOSING.has(byte)) depth--
  }
}

/** A reviver that sees the source text of a number; the platform's ids are 64 bits wide. */
function keepWholeNumbers(_key: string, value: unknown, context?: { source?: string }): unknown {
  if (typeof value !== 'number' || Number.isSafeInteger(value)) return value
  const source = context?.source ?? ''
  return WHOLE_NUMBER.test(source) ? BigInt(source) : value
}

function collectOddities(value: unknown, field: string, wrong: WrongField[]): void {
  if (typeof value === 'string') {
    if (!isStorable(value)) wrong.push({ field, reason: 'has a NUL or half a character' })
    return
  }
  if (value === null || typeof value !== 'object') return
  for (const [key, member] of Object.entries(value)) {
    const place = pointerTo(field, key)
    if (key === '__proto__') wrong.push({ field: place, reason: 'is not a field name' })
    if (!isStorable(key)) wrong.push({ field, reason: 'has a field name with a NUL or half a character' })
    collectOddities(member, place, wrong)
  }
}

/** What a text column can hold. */
function isStorable(text: string): boolean {
  return !text.includes('\0') && text.isWellFormed()
}
