// Requests that create or move money are answered once for each Idempotency-Key: a repeat gets the first answer
// again, another body under the same key is a conflict.

import type { AppDeps } from '#app/deps.ts'
import { Problem } from '#domain/problem.ts'
import type { Request } from 'express'
import type { HttpContext } from './context.ts'

/** Retailer, principal, route and key: where an answer is kept. */
export type IdempotencyScope = Parameters<AppDeps['idempotency']['begin']>[0]

export type Answer = { readonly status: number; readonly body: unknown }
export type KeptAnswer = { readonly status: number; readonly text: string; readonly replayed: boolean }

/** Visible ASCII, 1 to 255 characters, as the Idempotency-Key draft (draft-ietf-httpapi-idempotency-key-header) allows. */
const KEY = /^[\x21-\x7e]{1,255}$/

/** The Idempotency-Key of a request; throws `idempotency_key_missing` or `idempotency_key_invalid`. */
export function idempotencyKeyOf(request: Request): string {
  const key = request.headers['idempotency-key']
  if (key === undefined || key === '') throw new Problem('idempotency_key_missing')
  if (typeof key !== 'string' || !KEY.test(key)) throw new Problem('idempotency_key_invalid')
  return key
}

/**
 * Runs `answer` unless `scope` has been answered before with the same `bodyHash`; then gives that answer again.
 * Throws `idempotency_key_reused` for another body and `idempotency_key_in_flight` while the first still runs.
 * A problem gives the key back, because nothing was written; an unforeseen failure keeps it until the take expires.
 */
export async function answerOnce(
  { deps }: Pick<HttpContext, 'deps'>,
  {
    scope,
    bodyHash,
    toText,
  }: { scope: IdempotencyScope; bodyHash: string; toText: (body: unknown) => string },
  answer: () => Promise<Answer>,
): Promise<KeptAnswer> {
  const begun = await deps.idempotency.begin(scope, bodyHash)
  if (begun.state === 'other-body') throw new Problem('idempotency_key_reused')
  if (begun.state === 'in-flight') throw new Problem('idempotency_key_in_flight')
  if (begun.state === 'done') return { status: begun.status, text: begun.body, replayed: true }
  try {
    const { status, body } = await answer()
    const text = toText(body)
    await deps.idempotency.finish(scope, status, text)
    return { status, text, replayed: false }
  } catch (error) {
    if (error instanceof Problem) await deps.idempotency.release(scope)
    throw error
  }
}
