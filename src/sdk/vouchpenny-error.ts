// The one error that the client throws: a code of the server's table, or one of the client's own.

import type { ProblemCode, Retry } from '#domain/problem-table.ts'

/**
 * Codes that no server sends. `server_unreachable`: no answer came, so what became of the request is not known.
 * `answer_unexpected`: what answered is not a Vouchpenny server, or one of another version.
 * `evidence_malformed`: what should be an evidence file is none.
 */
export type ClientCode = 'server_unreachable' | 'answer_unexpected' | 'evidence_malformed'

/** Any code; those of a newer server than this client are texts of their own. */
export type ErrorCode = ProblemCode | ClientCode | (string & Record<never, never>)

export type ErrorFacts = Readonly<Record<string, unknown>>

/** A request that was refused or not answered. `message` is one plain sentence. */
export class VouchpennyError extends Error {
  override readonly name = 'VouchpennyError'
  /** What a program tells cases apart by; docs/reference/errors.md has the server's. */
  readonly code: ErrorCode
  /** HTTP status; undefined when there was no answer. */
  readonly status: number | undefined
  /** Whether the same request can succeed later. */
  readonly retry: Retry
  /** What the sentence is about, such as `fields`. */
  readonly facts: ErrorFacts

  constructor(
    code: ErrorCode,
    sentence: string,
    {
      status,
      retry = 'never',
      facts = {},
      cause,
    }: {
      readonly status?: number | undefined
      readonly retry?: Retry
      readonly facts?: ErrorFacts | undefined
      readonly cause?: unknown
    } = {},
  ) {
    super(sentence, cause === undefined ? {} : { cause })
    this.code = code
    this.status = status
    this.retry = retry
    this.facts = facts
  }
}
