// Answers to requests that carried an Idempotency-Key, kept so that a repeat gets the same answer.

import type { RetailerId } from '#domain/ids.ts'

import type { OldRows } from './privacy-rows.ts'

export type IdempotencyScope = {
  /** `OPERATOR_SCOPE` where the operator asks. */
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
  /** Forgets answers kept under one retailer's number, `OPERATOR_SCOPE` too; resolves with how many it forgot. */
  readonly forget: (retailerId: RetailerId, old: OldRows) => Promise<number>
}
