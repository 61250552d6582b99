// Changes that are bound to what was read (RFC 9110 §13.1.1, RFC 6585 §3): refused when it has become another since.
// Two such changes of one thing are not made at once, so that one of them sees the other.

import { Problem } from '#domain/problem.ts'
import type { Request } from 'express'
import type { Answer, IdempotencyScope } from './answer-once.ts'
import type { HttpContext } from './context.ts'
import { etagOf, matchesStrongly } from './etag.ts'

/** Among the principals of Idempotency-Keys none has this name: it stands for whoever changes a thing right now. */
const CHANGING = 'changing'

/** The If-Match header where it counts; throws `precondition_required` where it is missing and has to be there. */
export function conditionOf(
  { changes, isConditionRequired }: { readonly changes?: unknown; readonly isConditionRequired?: boolean },
  request: Request,
): string | undefined {
  if (changes === undefined) return undefined
  const header = request.headers['if-match']
  if (header === undefined && isConditionRequired === true) throw new Problem('precondition_required')
  return header
}

/**
 * Runs `answer` while what `read` gives still has a tag of the condition; throws `precondition_failed`, also while
 * another such change of the same thing runs.
 */
export async function answerIfUnchanged(
  { deps }: Pick<HttpContext, 'deps'>,
  { condition, place }: { condition: string | undefined; place: IdempotencyScope },
  read: () => Promise<string>,
  answer: () => Promise<Answer>,
): Promise<Answer> {
  if (condition === undefined) return answer()
  const scope = { ...place, principal: CHANGING, route: 'If-Match' }
  if ((await deps.idempotency.begin(scope, CHANGING)).state !== 'fresh')
    throw new Problem('precondition_failed')
  try {
    if (!matchesStrongly(condition, etagOf(await read()))) throw new Problem('precondition_failed')
    return await answer()
  } finally {
    await deps.idempotency.release(scope)
  }
}
