// Rewards under review, and messages about orders that were not used.

import type { OrderId, ProgramId, RecommenderId, RewardId } from '#domain/ids.ts'
import type { RefusalReason, ReviewState } from '#domain/misuse/review.ts'
import type { MisuseVerdict } from '#domain/misuse/verdict.ts'
import type { Instant } from '#domain/order-facts.ts'

export type ReviewRow = {
  readonly reviewId: string
  readonly programId: ProgramId
  readonly orderId: OrderId
  readonly rewardId: RewardId
  readonly recommenderId: RecommenderId
  readonly verdicts: readonly MisuseVerdict[]
  readonly state: ReviewState
  readonly openedAt: Instant
  /** Released by itself then, or before its batch matures. */
  readonly dueAt: Instant
  readonly decidedAt: Instant | null
  readonly reason: RefusalReason | null
  /** The shop's own words. */
  readonly note: string | null
}

export type MisuseNotice = {
  readonly noticeId: string
  readonly orderId: OrderId
  readonly verdict: MisuseVerdict
  readonly at: Instant
}

export type ReviewRows = {
  /** Opens a case; one that the reward has already stays as it is. */
  readonly open: (
    row: Pick<
      ReviewRow,
      'reviewId' | 'programId' | 'orderId' | 'rewardId' | 'recommenderId' | 'verdicts' | 'openedAt' | 'dueAt'
    >,
  ) => Promise<'opened' | 'exists'>
  readonly get: (reviewId: string) => Promise<ReviewRow | undefined>
  /** Newest first, after the given id; of one state when it is given. */
  readonly list: (page: {
    readonly state?: ReviewState | undefined
    readonly limit: number
    readonly after?: string | undefined
  }) => Promise<readonly ReviewRow[]>
  /** Ends an open case; false when it is no longer open. */
  readonly decide: (
    reviewId: string,
    decision: {
      readonly state: Exclude<ReviewState, 'open'>
      readonly at: Instant
      readonly reason?: RefusalReason
      readonly note?: string | undefined
    },
  ) => Promise<boolean>
  /** Why people were refused their part of an order. */
  readonly refusals: (orderId: OrderId) => Promise<ReadonlyMap<RecommenderId, RefusalReason>>
  /**
   * Ends open cases that are due: at an instant of the wall clock, or whose first batch matures at a chain second or
   * before. At most `limit`; says how many.
   */
  readonly expire: (due: {
    readonly now: Instant
    readonly maturityBySeconds: number
    readonly limit: number
  }) => Promise<number>
  /** Keeps what a message said that was not used. */
  readonly addNotice: (notice: MisuseNotice) => Promise<void>
  /** Newest first, older than the notice `after`. */
  readonly notices: (page: {
    readonly limit: number
    readonly after?: string | undefined
  }) => Promise<readonly MisuseNotice[]>
}
