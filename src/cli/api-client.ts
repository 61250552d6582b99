// Talks to a Vouchpenny server: JSON over HTTP with a key, answers held against schemas, refusals in one sentence.

import { randomUUID } from 'node:crypto'
import { problemAnswerSchema, type ProblemAnswer } from '#schema/problem.ts'
import type { z } from 'zod'
import { CommandEnd, EXIT } from './exit-codes.ts'

/** Longest wait for one answer, in milliseconds: the server itself gives up a request after 30 s. */
const ANSWER_TIMEOUT_MS = 35_000

/** Codes that mean the key file is wrong, not the request. */
const KEY_CODES: readonly string[] = [
  'credentials_invalid',
  'credentials_missing',
  'role_forbidden',
  'scope_missing',
]

/** Status from which on the fault is the server's. */
const SERVER_FAULT = 500

export type SentFile = { readonly type: string; readonly bytes: Uint8Array<ArrayBuffer> }

export type ApiClient = {
  /** The answer to a GET; ends the command when there is none that fits. */
  readonly get: <T>(path: string, answer: z.ZodType<T>) => Promise<T>
  /** The answer to a POST under an Idempotency-Key of its own. */
  readonly post: <T>(path: string, body: unknown, answer: z.ZodType<T>) => Promise<T>
  /** The same with a file as the body. */
  readonly postFile: <T>(path: string, file: SentFile, answer: z.ZodType<T>) => Promise<T>
}

/** A client of the server at `url` (scheme and host) that signs in with `key`. */
export function createApiClient({ url, key }: { url: string; key: string }): ApiClient {
  const headers = { Authorization: `Bearer ${key}` }
  const send = <T>(
    path: string,
    { type, body }: { type: string; body: string | Uint8Array<ArrayBuffer> },
    answer: z.ZodType<T>,
  ): Promise<T> => {
    const sent = { ...headers, 'Content-Type': type, 'Idempotency-Key': randomUUID() }
    return ask(url, path, { method: 'POST', headers: sent, body }, answer)
  }
  return {
    get: (path, answer) => ask(url, path, { method: 'GET', headers }, answer),
    post: (path, body, answer) =>
      send(path, { type: 'application/json', body: JSON.stringify(body) }, answer),
    postFile: (path, { type, bytes }, answer) => send(path, { type, body: bytes }, answer),
  }
}

async function ask<T>(url: string, path: string, init: RequestInit, answer: z.ZodType<T>): Promise<T> {
  const { status, json } = await fetchJson(url, path, init)
  if (status < 400) {
    const result = answer.safeParse(json)
    if (result.success) return result.data
  }
  const problem = problemAnswerSchema.safeParse(json)
  if (problem.success) throw refusalOf(problem.data)
  throw new CommandEnd(
    EXIT.unreachable,
    `What answers at ${url} is not a Vouchpenny server (status ${status}).`,
  )
}

async function fetchJson(
  url: string,
  path: string,
  init: RequestInit,
): Promise<{ status: number; json: unknown }> {
  try {
    const response = await fetch(new URL(path, url), {
      ...init,
      redirect: 'manual',
      signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS),
    })
    return { status: response.status, json: parseJson(await response.text()) }
  } catch (cause) {
    throw new CommandEnd(EXIT.unreachable, `No server answers at ${url}.`, { cause })
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function refusalOf({ code, title, status, facts }: ProblemAnswer): CommandEnd {
  const details = facts === undefined ? '' : ` ${JSON.stringify(facts)}`
  const sentence = `${title} (${code})${details}`
  if (KEY_CODES.includes(code)) return new CommandEnd(EXIT.configuration, sentence)
  return new CommandEnd(status >= SERVER_FAULT ? EXIT.unreachable : EXIT.refused, sentence)
}
