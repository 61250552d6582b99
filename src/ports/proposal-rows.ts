// What waits for the retailer's own order key, and the rewards that it has set aside.

import type { RefusalCode } from '#domain/countersign/refusals.ts'
import type { OrderId, ProgramId, RecommenderId, RewardId } from '#domain/ids.ts'
import type { RefusalReason } from '#domain/misuse/review.ts'
import type { Micros } from '#domain/money.ts'
import type { Instant } from '#domain/order-facts.ts'

import type { AmendmentRow, BatchRow } from './batch-rows.ts'

export type SetAside = {
  readonly rewardId: RewardId
  readonly reason: RefusalCode
  /** What the reward was worth then: once it is worth something else, it is proposed again. */
  readonly targetMicros: Micros
  readonly at: Instant
  /** When it goes back into the line by itself; null: once the shop resumes it. */
  readonly until: Instant | null
}

/** That nothing more is promised of a reward than stood. */
export type RewardRefusal = {
  readonly rewardId: RewardId
  readonly reason: RefusalReason
  /** Most that the reward is worth from then on. */
  readonly keptMicros: Micros
  readonly at: Instant
}

export type ProposalRows = {
  /** Batches without a signature, of all programs, oldest first, at most `limit`. */
  readonly batches: (limit: number) => Promise<readonly BatchRow[]>
  /** Amendments without a signature, of all programs, oldest first, at most `limit`. */
  readonly amendments: (limit: number) => Promise<readonly AmendmentRow[]>
  readonly count: () => Promise<number>
  /** Takes a reward out of the line; a second time replaces the first. */
  readonly setAside: (row: SetAside) => Promise<void>
  /** Rewards that are out of the line at an instant, newest first, at most `limit`. */
  readonly setAsides: (
    now: Instant,
    limit: number,
  ) => Promise<readonly (SetAside & { readonly programId: ProgramId })[]>
  /** The same of one reward. */
  readonly setAsideOf: (rewardId: RewardId, now: Instant) => Promise<SetAside | undefined>
  /** How many rewards are out of the line at an instant. */
  readonly countSetAsides: (now: Instant) => Promise<number>
  /** Puts a reward back into the line; false when it was not out of it. */
  readonly resume: (rewardId: RewardId) => Promise<boolean>
  /** Keeps that the retailer refused a reward for good; a second time lowers what is kept, and the first reason stays. */
  readonly refuse: (refusal: RewardRefusal) => Promise<void>
  /** What was refused so of an order's rewards, by whose they are. */
  readonly refusals: (orderId: OrderId) => Promise<ReadonlyMap<RecommenderId, RewardRefusal>>
}
