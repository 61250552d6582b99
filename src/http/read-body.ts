// Reads a request's body under a limit, as bytes or as a table or as JSON. Text must be valid UTF-8, and JSON must not hold what a
// database or an object cannot: NUL characters, half characters, or a key named __proto__.

import { Problem } from '#domain/problem.ts'
import { pointerTo } from '#schema/wrong-fields.ts'
import { createHash } from 'node:crypto'
import express, { type Request, type Response } from 'express'

/** Deepest nesting of a body: a policy has three levels; more than sixteen is an attempt to exhaust the stack. */
const DEPTH_MAX = 16

const JSON_TYPE = /^application\/json\s*(?:;\s*charset\s*=\s*"?utf-8"?\s*)?$/i

/** The body as it came, at most `maxBytes`; compressed bodies are refused (`content_type_unsupported`). */
export async function readRawBody(
  request: Request,
  response: Response,
  maxBytes: number,
): Promise<Uint8Array> {
  const readRaw = express.raw({ type: () => true, limit: maxBytes, inflate: false })
  await new Promise<void>((resolve, reject) => {
    readRaw(request, response, (error?: unknown) => (error ? reject(error) : resolve()))
  })
  const body: unknown = request.body
  return body instanceof Uint8Array ? body : new Uint8Array()
}

/** What a body says, and what stands for it when two bodies under the same Idempotency-Key are compared. */
export type ReadBody = { readonly value: unknown; readonly compared: unknown }

const CSV_TYPE = /^text\/csv\s*(?:;.*)?$/i

/** The body as the text of a table; throws content_type_unsupported, body_too_large or body_malformed. */
export async function readCsvBody(request: Request, response: Response, maxBytes: number): Promise<ReadBody> {
  if (!CSV_TYPE.test(request.headers['content-type'] ?? ''))
    throw new Problem('content_type_unsupported', { takes: 'text/csv' })
  const bytes = await readRawBody(request, response, maxBytes)
  const text = decodeText(bytes)
  if (!isStorable(text)) throw invalidField([], 'has a NUL or half a character')
  return { value: text, compared: hashOf(bytes) }
}

const PICTURE_TYPE = /^image\/(?:jpeg|png|webp)$/i

/** The bytes of a picture; throws content_type_unsupported or body_too_large. What they are is judged by their content. */
export async function readPictureBody(
  request: Request,
  response: Response,
  maxBytes: number,
): Promise<ReadBody> {
  if (!PICTURE_TYPE.test(request.headers['content-type'] ?? ''))
    throw new Problem('content_type_unsupported', { takes: 'image/jpeg, image/png or image/webp' })
  const bytes = await readRawBody(request, response, maxBytes)
  return { value: bytes, compared: hashOf(bytes) }
}

/** The body as parsed JSON; refuses with content_type_unsupported, body_too_large, body_malformed or input_invalid. */
export async function readJsonBody(request: Request, response: Response, maxBytes: number): Promise<unknown> {
  if (!JSON_TYPE.test(request.headers['content-type'] ?? ''))
    throw new Problem('content_type_unsupported', { takes: 'application/json' })
  return parseJson(await readRawBody(request, response, maxBytes))
}

/** Parses bytes as strict JSON; throws `body_malformed` or `input_invalid`. */
export function parseJson(bytes: Uint8Array): unknown {
  const value = decodeJson(bytes)
  refuseUnsafe(value, [])
  return value
}

function decodeJson(bytes: Uint8Array): unknown {
  const text = decodeText(bytes)
  try {
    return JSON.parse(text) as unknown
  } catch (error) {
    throw new Problem('body_malformed', {}, { cause: error })
  }
}

/** Stands for bytes that are too many to be compared themselves. */
export function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

function decodeText(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch (error) {
    throw new Problem('body_malformed', {}, { cause: error })
  }
}

function refuseUnsafe(value: unknown, path: readonly string[]): void {
  if (path.length > DEPTH_MAX) throw invalidField(path, 'is nested too deep')
  if (typeof value === 'string' && !isStorable(value))
    throw invalidField(path, 'has a NUL or half a character')
  if (typeof value !== 'object' || value === null) return
  for (const [key, field] of Object.entries(value)) {
    if (key === '__proto__') throw invalidField([...path, key], 'is not a field name')
    if (!isStorable(key)) throw invalidField(path, 'has a field name with a NUL or half a character')
    refuseUnsafe(field, [...path, key])
  }
}

function isStorable(text: string): boolean {
  return !text.includes('\0') && text.isWellFormed()
}

function invalidField(path: readonly string[], reason: string): Problem {
  return new Problem('input_invalid', { fields: [{ field: pointerTo(path), reason }] })
}
