// An expected refusal: a code of the problem table, the facts of the case, and the cause kept.

import { problemTable, type ProblemCode, type Retry } from './problem-table.ts'

export type ProblemFacts = Readonly<Record<string, unknown>>

export class Problem extends Error {
  override readonly name = 'Problem'
  readonly code: ProblemCode
  readonly facts: ProblemFacts
  readonly retry: Retry

  /** `facts` are shown to the caller: no secrets, no buyer data. `cause` is kept for the log only. */
  constructor(code: ProblemCode, facts: ProblemFacts = {}, options?: { cause?: unknown }) {
    super(problemTable[code].sentence, options)
    this.code = code
    this.facts = facts
    this.retry = problemTable[code].retry
  }

  /** Where the code is explained. */
  get docs(): string {
    return `docs/reference/errors.md#${this.code}`
  }
}
