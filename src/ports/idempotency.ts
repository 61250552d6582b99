// Answers to requests that carried an Idempotency-Key, kept so that a repeat gets the same answer.

import type { RetailerId } from '#domain/ids.ts'

/** Stands in for a retailer's number where the operator itself asks; 0 is not in the id alphabet. */
export const OPERATOR_SCOPE = '00000'

export type IdempotencyScope = {
  readonly retailerId: RetailerId
  /** Who asked: a key id, a recommender id, or `public`. */
  readonly principal: string
  readonly route: string
  readonly key: string
}

export type IdempotencyBegin =
  | { readonly state: 'fresh' }
  | { readonly state: 'in-flight' }
  | { readonly state: 'other-body' }
  | { readonly state: 'done'; readonly status: number; readonly body: string }

export type Idempotency = {
  /** Takes the key for this body, or tells what became of it. A take older than a minute without an answer is given again. */
  readonly begin: (scope: IdempotencyScope, bodyHash: string) => Promise<IdempotencyBegin>
  /** Keeps the answer, sealed. */
  readonly finish: (scope: IdempotencyScope, status: number, body: string) => Promise<void>
  /** Gives the key back after a failure that wrote nothing. */
  readonly release: (scope: IdempotencyScope) => Promise<void>
}
