// Changes that are bound to what was read (RFC 9110 §13.1.1, RFC 6585 §3): refused when it has become another since. The
// check itself runs inside the database transaction of the change.

import type { AsRead } from '#app/as-read.ts'
import { invariant } from '#domain/invariant.ts'
import { Problem } from '#domain/problem.ts'
import type { Request } from 'express'
import { etagOf, matchesStrongly } from './etag.ts'
import { toJsonText } from './problem-response.ts'
import { viewJson } from './v1/view-json.ts'

/** Whether a change may be bound to what was read, has to be, or is bound to nothing. */
export type Conditions = 'none' | 'optional' | 'required'

/** The check of a change, and whether it was made: a change that says nothing of a condition would pass it over. */
export type ConditionalChange = {
  readonly asRead: AsRead<object> | undefined
  readonly expectChecked: () => void
}

/** The condition of a request as a check; throws `precondition_required` where there is none and has to be one. */
export function conditionalChange(conditions: Conditions, request: Request): ConditionalChange {
  const header = conditions === 'none' ? undefined : request.headers['if-match']
  if (header === undefined) {
    if (conditions === 'required') throw new Problem('precondition_required')
    return { asRead: undefined, expectChecked: () => undefined }
  }
  let isChecked = false
  return {
    asRead: (now) => {
      isChecked = true
      if (!matchesStrongly(header, etagOf(toJsonText(viewJson(now)))))
        throw new Problem('precondition_failed')
    },
    expectChecked: () => invariant(isChecked, 'a change with a condition holds it against what is there'),
  }
}
