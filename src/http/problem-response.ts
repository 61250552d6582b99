// Answers with problem details (RFC 9457). Whatever is not an expected problem is logged and answered as our fault,
// without saying more.

import { Problem, type ProblemFacts } from '#domain/problem.ts'
import type { Response } from 'express'
import { problemStatus } from './problem-status.ts'

/** How long a caller is asked to wait before the same request can succeed, in seconds. */
const RETRY_AFTER_SECONDS = 2

/** What express and its body reader throw for requests that cannot be read. */
type HttpError = { readonly status: number; readonly type?: string }

function isHttpError(error: unknown): error is Error & HttpError {
  return error instanceof Error && 'status' in error && typeof error.status === 'number'
}

/** The problem that an error stands for; `internal_error` with its cause for all that nobody foresaw. */
export function toProblem(error: unknown): Problem {
  if (error instanceof Problem) return error
  if (isHttpError(error) && error.status < 500) {
    if (error.status === 413) return new Problem('body_too_large', {}, { cause: error })
    if (error.status === 415) return new Problem('content_type_unsupported', {}, { cause: error })
    if (error.type !== undefined) return new Problem('body_malformed', {}, { cause: error })
    return new Problem('input_invalid', {}, { cause: error })
  }
  return new Problem('internal_error', {}, { cause: error })
}

/** The body of a problem answer; `type` leads to the code's entry on this server's page of codes. */
export function problemBody(problem: Problem, publicUrl: string): Record<string, unknown> {
  return {
    type: `${publicUrl}/errors#${problem.code}`,
    title: problem.message,
    status: problemStatus[problem.code],
    code: problem.code,
    retry: problem.retry,
    ...(hasFacts(problem.facts) ? { facts: problem.facts } : {}),
  }
}

/** Sends `problem` as application/problem+json with the headers its status asks for. */
export function sendProblem(response: Response, problem: Problem, publicUrl: string): void {
  setProblemHeaders(response, problem)
  response.type('application/problem+json').send(toJsonText(problemBody(problem, publicUrl)))
}

/** Sets status, WWW-Authenticate and Retry-After for `problem`, whatever form its body takes. */
export function setProblemHeaders(response: Response, problem: Problem): void {
  const status = problemStatus[problem.code]
  response.status(status)
  if (status === 401) response.set('WWW-Authenticate', 'Bearer')
  const { retryAfterSeconds = RETRY_AFTER_SECONDS } = problem.facts
  if (problem.retry === 'later') response.set('Retry-After', String(retryAfterSeconds))
}

/** JSON text in which a bigint stands as a string of digits. */
export function toJsonText(value: unknown): string {
  return JSON.stringify(value, (_key, field: unknown) =>
    typeof field === 'bigint' ? field.toString() : field,
  )
}

function hasFacts(facts: ProblemFacts): boolean {
  return Object.keys(facts).length > 0
}
