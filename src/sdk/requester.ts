// One request to a server, with the patience a network needs: what may be repeated is repeated, a POST always under the
// same Idempotency-Key, so that nothing is done twice. `fetch` and nothing else of the platform.

import { problemAnswerSchema } from '#schema/problem.ts'
import type { z } from 'zod'
import { readAnswer } from './read-answer.ts'
import { retryDelayMs } from './retry-delay.ts'
import { VouchpennyError } from './vouchpenny-error.ts'

/** Longest wait for one answer, in milliseconds: the server itself gives up a request after 30 s. */
const ANSWER_TIMEOUT_MS = 35_000

/** Tries after the first: with the waits between them some ten seconds, which a restart of a server takes. */
const RETRIES = 4

/** Too many requests, and three ways in which a server or what stands before it says that it is away. */
const RETRIED_STATUSES: readonly number[] = [429, 502, 503, 504]

/** The first request with the same key still runs: its answer is there in a moment. */
const RETRIED_CODE = 'idempotency_key_in_flight'

export type RequesterOptions = {
  /** Address of the server, such as `https://rewards.example`. */
  readonly url: string
  /** An API key, the operator's key or a sign-in token; addresses that are open to everybody need none. */
  readonly key?: string | undefined
  /** In place of the platform's own. */
  readonly fetch?: typeof fetch | undefined
  /** Tries after the first; 4 when left out. */
  readonly retries?: number | undefined
  /** Milliseconds to wait for one answer; 35 000 when left out. */
  readonly timeoutMs?: number | undefined
  /** Resolves after so many milliseconds; the platform's timer when left out. */
  readonly wait?: ((milliseconds: number) => Promise<void>) | undefined
}

export type SentFile = { readonly type: string; readonly bytes: Uint8Array<ArrayBuffer> | string }

export type RequestShape = {
  readonly method: 'GET' | 'POST'
  /** Begins with a slash; parameters are filled in. */
  readonly path: string
  readonly query?: Readonly<Record<string, string>>
  /** Sent as JSON. */
  readonly body?: unknown
  /** Sent as it is, in place of `body`. */
  readonly file?: SentFile
}

export type CallOptions = {
  /** Names what is done, once and for all; a random one is made when left out. Keep it to repeat a call later. */
  readonly idempotencyKey?: string | undefined
  /** Gives the call up. */
  readonly signal?: AbortSignal | undefined
  /** What is changed, as an answer told it, or its `ETag`; `*` for whatever it is by now. Sent as `If-Match`. */
  readonly ifMatch?: string | object | undefined
}

export type Requester = {
  /** The answer as `answer` reads it; throws VouchpennyError for everything else. */
  readonly request: <T>(shape: RequestShape, answer: z.ZodType<T>, options?: CallOptions) => Promise<T>
  /** The answer's body as it comes, for files of any size. */
  readonly download: (shape: RequestShape, options?: CallOptions) => Promise<ReadableStream<Uint8Array>>
}

/** A requester of one server with one key. */
export function createRequester(options: RequesterOptions): Requester {
  return {
    request: async (shape, answer, call = {}) => {
      const read = async (response: Response) => ({ response, ...(await readAnswer(response, options.url)) })
      const { response, status, json } = await send(options, shape, call, { patience: untilEnd, read })
      const result = answer.safeParse(json)
      if (!result.success) throw unexpected(options, status, result.error)
      rememberEtag(result.data, response)
      return result.data
    },
    download: async (shape, call = {}) => {
      const read = (response: Response) => Promise.resolve(response)
      const response = await send(options, shape, call, { patience: untilHead, read })
      if (response.body === null) throw unexpected(options, response.status)
      return response.body
    },
  }
}

type Reading<Answer> = {
  readonly patience: Patience
  /** Reads as much of a response as has to have come; one that is cut off is asked for again. */
  readonly read: (response: Response) => Promise<Answer>
}

/** The first answer that is no refusal; throws the last refusal once there is no patience left. */
async function send<Answer extends object>(
  options: RequesterOptions,
  shape: RequestShape,
  call: CallOptions,
  { patience, read }: Reading<Answer>,
): Promise<Answer> {
  const { retries = RETRIES, wait = waitForReal } = options
  const init = requestInit(options, shape, call)
  for (let attempt = 0; ; attempt++) {
    const { signal, headCame } = patience(options, call)
    const tried = await unlessCutOff(() => tryOnce(options, shape, { ...init, signal }, read))
    headCame()
    if (!('isRepeatable' in tried)) return tried
    const delayMs = retryDelayMs(attempt, tried.retryAfter)
    const isOver = attempt >= retries || !tried.isRepeatable || delayMs === undefined
    if (isOver || call.signal?.aborted) throw tried.error
    await wait(delayMs)
  }
}

/** An answer that breaks off is like none: what was done may be asked for again under the same key. */
async function unlessCutOff<Tried>(work: () => Promise<Tried>): Promise<Tried | Failure> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof VouchpennyError) || error.code !== 'server_unreachable') throw error
    return { error, isRepeatable: true, retryAfter: null }
  }
}

type Failure = {
  readonly error: VouchpennyError
  readonly isRepeatable: boolean
  readonly retryAfter: string | null
}

async function tryOnce<Answer>(
  { url, fetch: given }: RequesterOptions,
  { path, query = {} }: RequestShape,
  init: RequestInit,
  read: (response: Response) => Promise<Answer>,
): Promise<Answer | Failure> {
  const address = new URL(path, url)
  for (const [name, value] of Object.entries(query)) address.searchParams.set(name, value)
  let response: Response
  try {
    response = given === undefined ? await fetch(address, init) : await given(address, init)
  } catch (cause) {
    throw new VouchpennyError('server_unreachable', `No server answers at ${url}.`, {
      retry: 'later',
      cause,
    })
  }
  return response.ok ? read(response) : failureOf(response, url)
}

async function failureOf(response: Response, url: string): Promise<Failure> {
  const { status } = response
  const { json } = await readAnswer(response, url)
  const problem = problemAnswerSchema.safeParse(json)
  const isAway = RETRIED_STATUSES.includes(status)
  const retryAfter = response.headers.get('Retry-After')
  if (!problem.success) {
    return { error: unexpected({ url }, status), isRepeatable: isAway, retryAfter }
  }
  const { code, title, retry, facts } = problem.data
  const error = new VouchpennyError(code, title, { status, retry, facts })
  return { error, isRepeatable: isAway || code === RETRIED_CODE, retryAfter }
}

function requestInit({ key }: RequesterOptions, shape: RequestShape, call: CallOptions): RequestInit {
  const { method, body, file } = shape
  const isRead = method === 'GET'
  const sent = file ?? { type: 'application/json', bytes: JSON.stringify(body ?? {}) }
  const headers: Record<string, string> = {
    Accept: 'application/json',
    ...(key === undefined ? {} : { Authorization: `Bearer ${key}` }),
    ...(isRead
      ? {}
      : {
          'Content-Type': sent.type,
          'Idempotency-Key': call.idempotencyKey ?? crypto.randomUUID(),
        }),
    ...(call.ifMatch === undefined ? {} : { 'If-Match': tagOf(call.ifMatch) }),
  }
  return { method, headers, redirect: 'manual', ...(isRead ? {} : { body: sent.bytes }) }
}

/** What gives a try up, and what is called once it has been answered or has failed. */
type Patience = (
  options: RequesterOptions,
  call: CallOptions,
) => { readonly signal: AbortSignal; readonly headCame: () => void }

/** The whole answer comes within the time. */
const untilEnd: Patience = ({ timeoutMs = ANSWER_TIMEOUT_MS }, { signal }) => ({
  signal: eitherOf(AbortSignal.timeout(timeoutMs), signal),
  headCame: () => undefined,
})

/** The head comes within the time; a file of any size takes as long as it takes. */
const untilHead: Patience = ({ timeoutMs = ANSWER_TIMEOUT_MS }, { signal }) => {
  const late = new AbortController()
  const timer = setTimeout(() => late.abort(new DOMException('time is up', 'TimeoutError')), timeoutMs)
  return { signal: eitherOf(late.signal, signal), headCame: () => clearTimeout(timer) }
}

function eitherOf(own: AbortSignal, given: AbortSignal | undefined): AbortSignal {
  return given === undefined ? own : AbortSignal.any([given, own])
}

function unexpected(
  { url }: Pick<RequesterOptions, 'url'>,
  status: number,
  cause?: unknown,
): VouchpennyError {
  const sentence = `What answers at ${url} is not a Vouchpenny server (status ${status}).`
  return new VouchpennyError('answer_unexpected', sentence, { status, cause })
}

/** By the very answer, which therefore needs no field for it. */
const etags = new WeakMap<object, string>()

function rememberEtag(answer: unknown, response: Response): void {
  const etag = response.headers.get('ETag')
  if (etag !== null && typeof answer === 'object' && answer !== null) etags.set(answer, etag)
}

function tagOf(read: string | object): string {
  const etag = typeof read === 'string' ? read : etagOf(read)
  if (etag === undefined)
    throw new TypeError('ifMatch is no answer that came with an ETag; read it by itself.')
  return etag
}

/** The `ETag` that an answer came with, for `ifMatch`; undefined when it had none. */
export function etagOf(answer: object): string | undefined {
  return etags.get(answer)
}

function waitForReal(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds)
  })
}
