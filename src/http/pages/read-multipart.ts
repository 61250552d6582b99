// Reads a form with a file that a browser posted without script.

import { createHash } from 'node:crypto'
import { Problem } from '#domain/problem.ts'
import type { Request, Response } from 'express'
import { readRawBody } from '../read-body.ts'

const FORM_TYPE = /^multipart\/form-data\s*;/i

/** Words and fields beside a picture, in bytes: a story's text in any writing, and its frame. */
const FIELDS_MAX_BYTES = 128 * 1024

/** Most parts of a form: a story's has at most a hundred products to choose from. */
const PARTS_MAX = 200

export type MultipartForm = {
  /** The first value of a field; undefined for none and for an empty one. */
  readonly text: (name: string) => string | undefined
  readonly texts: (name: string) => readonly string[]
  /** The bytes of a file; undefined when none was chosen. */
  readonly file: (name: string) => Promise<Uint8Array | undefined>
  /** Names the whole body. */
  readonly hash: string
}

/** The form, with a file of at most `fileBytes`; throws content_type_unsupported, body_too_large or body_malformed. */
export async function readMultipart(
  request: Request,
  response: Response,
  { fileBytes }: { readonly fileBytes: number },
): Promise<MultipartForm> {
  const type = request.headers['content-type'] ?? ''
  if (!FORM_TYPE.test(type)) throw new Problem('content_type_unsupported', { takes: 'multipart/form-data' })
  const bytes = await readRawBody(request, response, fileBytes + FIELDS_MAX_BYTES)
  const form = await parse(bytes, type)
  if ([...form.keys()].length > PARTS_MAX) throw new Problem('body_too_large')
  const texts = (name: string): readonly string[] =>
    form.getAll(name).filter((value): value is string => typeof value === 'string' && value !== '')
  if ([...form.keys()].flatMap(texts).some((text) => text.includes('\0'))) throw new Problem('body_malformed')
  return {
    text: (name) => texts(name)[0],
    texts,
    file: async (name) => {
      const value = form.get(name)
      if (value === null || typeof value === 'string' || value.size === 0) return undefined
      return new Uint8Array(await value.arrayBuffer())
    },
    hash: createHash('sha256').update(bytes).digest('hex'),
  }
}

/** By the platform's own reader of forms (RFC 7578). */
async function parse(bytes: Uint8Array, type: string): Promise<FormData> {
  try {
    return await new globalThis.Response(new Uint8Array(bytes), {
      headers: { 'content-type': type },
    }).formData()
  } catch (error) {
    throw new Problem('body_malformed', {}, { cause: error })
  }
}
