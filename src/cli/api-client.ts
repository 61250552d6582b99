// Talks to a Vouchpenny server through the client library: answers held against schemas, refusals in one sentence with
// the code to end with.

import { createRequester, type CallOptions, type RequestShape, type SentFile } from '#sdk/requester.ts'
import { VouchpennyError } from '#sdk/vouchpenny-error.ts'
import type { z } from 'zod'
import { CommandEnd, EXIT } from './exit-codes.ts'
import { refusalText, type Refusal } from './refusal-text.ts'

/** Tries after the first: somebody waits at a terminal, and below a second tells a short gap from a server that is away. */
const RETRIES = 2

/** Rows asked for at once, as the server allows. */
const PAGE_ROWS = 100

/** Codes that mean the key file is wrong, not the request. */
const KEY_CODES: readonly string[] = [
  'credentials_invalid',
  'credentials_missing',
  'role_forbidden',
  'scope_missing',
  'key_of_other_chain',
]

/** Codes of no answer at all, or of somebody else's. */
const UNREACHABLE_CODES: readonly string[] = ['server_unreachable', 'answer_unexpected']

/** Status from which on the fault is the server's. */
const SERVER_FAULT = 500

/** A list's answer, one page of it or several. */
type Listed = {
  readonly data: readonly unknown[]
  readonly page: { readonly next: string | number | null }
}

/** Part of a list: at most so many rows, after the row that an answer before ended with. */
export type ListPart = { readonly limit?: number | undefined; readonly after?: string | undefined }

export type ApiClient = {
  /** The answer to a GET; ends the command when there is none that fits. */
  readonly get: <T>(path: string, answer: z.ZodType<T>) => Promise<T>
  /** A list, page after page: the whole of it unless a part is asked for; `page.next` is null at its end. */
  readonly list: <T extends Listed>(path: string, answer: z.ZodType<T>, part?: ListPart) => Promise<T>
  /** The answer to a POST, under an Idempotency-Key of its own where none is given. */
  readonly post: <T>(path: string, body: unknown, answer: z.ZodType<T>, call?: CallOptions) => Promise<T>
  /** Changes settings that are read at the same path, unless somebody else changes them in between. */
  readonly replace: <T extends object>(path: string, body: unknown, answer: z.ZodType<T>) => Promise<T>
  /** The same with a file as the body. */
  readonly postFile: <T>(path: string, file: SentFile, answer: z.ZodType<T>) => Promise<T>
}

/** A client of the server at `url` (scheme and host) that signs in with `key`. */
export function createApiClient({ url, key }: { url: string; key: string }): ApiClient {
  const requester = createRequester({ url, key, retries: RETRIES })
  const ask = async <T>(shape: RequestShape, answer: z.ZodType<T>, call?: CallOptions): Promise<T> => {
    try {
      return await requester.request(shape, answer, call)
    } catch (error) {
      throw error instanceof VouchpennyError ? endOf(error) : error
    }
  }
  return {
    get: (path, answer) => ask({ method: 'GET', path }, answer),
    list: (path, answer, part) =>
      readPages((query) => ask({ method: 'GET', path, query }, answer), part ?? {}),
    post: (path, body, answer, call) => ask({ method: 'POST', path, body }, answer, call),
    replace: async (path, body, answer) => {
      const ifMatch = await ask({ method: 'GET', path }, answer)
      return ask({ method: 'POST', path, body }, answer, { ifMatch })
    },
    postFile: (path, file, answer) => ask({ method: 'POST', path, file }, answer),
  }
}

/** The answer of the last page, with the rows of all that were read. */
async function readPages<T extends Listed>(
  ask: (query: Readonly<Record<string, string>>) => Promise<T>,
  { limit = Number.POSITIVE_INFINITY, after }: ListPart,
): Promise<T> {
  const data: unknown[] = []
  let next = after
  for (;;) {
    const rows = Math.min(PAGE_ROWS, limit - data.length)
    const answer = await ask({ limit: String(rows), ...(next === undefined ? {} : { after: next }) })
    data.push(...answer.data)
    if (answer.page.next === null || data.length >= limit) return { ...answer, data }
    next = String(answer.page.next)
  }
}

function endOf(error: VouchpennyError): CommandEnd {
  const { code, message, status, facts } = error
  if (UNREACHABLE_CODES.includes(code)) return new CommandEnd(EXIT.unreachable, message, { cause: error })
  return refusedBy({ code, sentence: message, facts }, status ?? 0)
}

/** How a command ends that the server has refused with this status. */
export function refusedBy(refusal: Refusal, status: number): CommandEnd {
  const exitCode = KEY_CODES.includes(refusal.code)
    ? EXIT.configuration
    : status >= SERVER_FAULT
      ? EXIT.unreachable
      : EXIT.refused
  return new CommandEnd(exitCode, refusalText(refusal), { refusal })
}
