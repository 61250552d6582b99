// What waits for the retailer's own order key, and the rewards that it has set aside.

import type { RefusalCode } from '#domain/countersign/refusals.ts'
import type { ProgramId, RewardId } from '#domain/ids.ts'
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
  /** Puts a reward back into the line; false when it was not out of it. */
  readonly resume: (rewardId: RewardId) => Promise<boolean>
}
