// Reads a form that a browser posted without script.

import { Problem } from '#domain/problem.ts'
import type { Request, Response } from 'express'
import { readQuery } from '../check-input.ts'
import { readRawBody } from '../read-body.ts'

const FORM_TYPE = /^application\/x-www-form-urlencoded\s*(?:;\s*charset\s*=\s*"?utf-8"?\s*)?$/i

/** A page's form holds a few short fields; 16 KiB is generous. */
const FORM_MAX_BYTES = 16 * 1024

/** The form's fields, one value each; throws content_type_unsupported, body_too_large, body_malformed, input_invalid. */
export async function readForm(
  request: Request,
  response: Response,
  /** For a form in which something long is pasted. */
  maxBytes = FORM_MAX_BYTES,
): Promise<Readonly<Record<string, string>>> {
  if (!FORM_TYPE.test(request.headers['content-type'] ?? '')) throw new Problem('content_type_unsupported')
  const bytes = await readRawBody(request, response, maxBytes)
  const fields = readQuery(`?${asciiText(bytes)}`)
  if (
    Object.entries(fields)
      .flat()
      .some((text) => text.includes('\0'))
  ) {
    throw new Problem('input_invalid', { fields: [{ field: '', reason: 'has a NUL' }] })
  }
  return fields
}

/** A form is percent-encoded, so its bytes are ASCII; others are `body_malformed`. */
function asciiText(bytes: Uint8Array): string {
  if (bytes.some((byte) => byte > 0x7f)) throw new Problem('body_malformed')
  return new TextDecoder().decode(bytes)
}
