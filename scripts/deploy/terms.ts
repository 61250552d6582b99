// What a deployment fixes for good: the reward ledger's constructor arguments beside its token.

import { DEFAULT_MINIMUM_MICROS } from '#domain/default-minimum.ts'

/** By the names of the constructor's arguments. Times in seconds. */
export type LedgerTerms = {
  /** From which amount someone without an own minimum is pushed to. */
  readonly defaultMinimumMicros: bigint
  /** Shortest hold a pool may choose. */
  readonly minHoldSeconds: bigint
  /** Longest hold a batch may have. */
  readonly maxHoldSeconds: bigint
  /** From a withdrawal request of a pool's owner to the first instant it may be executed. */
  readonly noticeSeconds: bigint
  /** How long it may be executed then. */
  readonly requestWindowSeconds: bigint
}

const SECONDS_PER_DAY = 86_400n

/** What a deployment has unless it is told otherwise; the ledger itself refuses what is out of bounds. */
export const DEFAULT_TERMS: LedgerTerms = {
  defaultMinimumMicros: DEFAULT_MINIMUM_MICROS,
  // One hour, the least in which an owner can notice a stolen order key.
  minHoldSeconds: 3_600n,
  // 120 days, beyond every usual return window.
  maxHoldSeconds: 120n * SECONDS_PER_DAY,
  // One day, longer than any batching delay.
  noticeSeconds: SECONDS_PER_DAY,
  // A week, so that a weekend does not end it.
  requestWindowSeconds: 7n * SECONDS_PER_DAY,
}

/** The names of the terms, in the constructor's order. */
export const TERM_NAMES = Object.keys(DEFAULT_TERMS) as readonly (keyof LedgerTerms)[]
