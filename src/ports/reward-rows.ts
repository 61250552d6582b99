// Rewards: what one recommender gets for one order, the changes that led there, and debts to the pool.

import type { LinkCode, OrderId, ProgramId, RecommenderId, RewardId } from '#domain/ids.ts'
import type { Micros } from '#domain/money.ts'
import type { OpenDebt } from '#domain/net-debt.ts'
import type { Instant } from '#domain/order-facts.ts'
import type { FollowerEvidence } from '#domain/tier.ts'
import type { Trace } from '#domain/trace.ts'
import type { Address, Hex } from 'viem'

export type RewardRow = {
  readonly rewardId: RewardId
  readonly orderId: OrderId
  readonly programId: ProgramId
  readonly recommenderId: RecommenderId
  readonly payee: Address
  readonly code: LinkCode
  /** Six bytes. */
  readonly tag: Hex
  readonly policyHash: Hex
  readonly targetMicros: Micros
  /** Σ changes: what batches hold or have paid, less reductions and debt. */
  readonly standingMicros: Micros
  /** To be reserved by a coming batch. */
  readonly waitingMicros: Micros
  /** Since when it waits, or waited for the batch that holds it. */
  readonly waitingSince: Instant | null
  readonly vetoed: boolean
  readonly trace: Trace
  readonly traceHash: Hex
  /** A deal's reward is its fee; `orderId` is the deal then, and no link led to it. */
  readonly role: 'direct' | 'upline' | 'deal'
  /** What was granted before any refund: what caps count. */
  readonly grantedMicros: Micros
  /** From commit to maturity. */
  readonly holdSeconds: number
  /** Frozen with the reward; 0 is no tier. */
  readonly tier: number
  readonly followers: number
  readonly followerEvidence: FollowerEvidence
  /** When the order was paid, by the shop's word. */
  readonly paidAt: Instant
}

export type RewardChange = {
  readonly kind: 'earned' | 'reduced' | 'unreduced' | 'debt' | 'debt-cancelled' | 'vetoed' | 'uncommitted'
  readonly micros: Micros
  readonly seq?: number
  readonly at: Instant
}

export type RewardRows = {
  readonly find: (orderId: OrderId, recommenderId: RecommenderId) => Promise<RewardRow | undefined>
  readonly get: (rewardId: RewardId) => Promise<RewardRow | undefined>
  /** Newest first, after the given id. */
  readonly list: (page: {
    readonly limit: number
    readonly after: RewardId | undefined
  }) => Promise<readonly RewardRow[]>
  readonly ofOrder: (orderId: OrderId) => Promise<readonly RewardRow[]>
  readonly countWaiting: () => Promise<number>
  /** Sales by link: direct rewards with something earned. */
  readonly countByCode: (codes: readonly LinkCode[]) => Promise<ReadonlyMap<LinkCode, number>>
  readonly insert: (row: RewardRow & { readonly now: Instant }) => Promise<void>
  /** What a person was granted for orders paid in `[from, to)`, before refunds. */
  readonly granted: (
    programId: ProgramId,
    recommenderId: RecommenderId,
    period: { readonly from: Instant; readonly to: Instant },
  ) => Promise<Micros>
  /** Whether the person themselves sold something in `[from, to)`. */
  readonly hasOwnSale: (
    programId: ProgramId,
    recommenderId: RecommenderId,
    period: { readonly from: Instant; readonly to: Instant },
  ) => Promise<boolean>
  readonly update: (
    rewardId: RewardId,
    change: Pick<
      RewardRow,
      'targetMicros' | 'standingMicros' | 'waitingMicros' | 'waitingSince' | 'vetoed' | 'trace' | 'traceHash'
    > & { readonly now: Instant },
  ) => Promise<void>
  /** Appends a change; nothing is ever altered. */
  readonly addChange: (rewardId: RewardId, change: RewardChange) => Promise<void>
  /** Rewards that wait and are not set aside at an instant, first in first out. */
  readonly waiting: (programId: ProgramId, now: Instant, limit: number) => Promise<readonly RewardRow[]>
  /** Whether anything of a program waits to be reserved: in the line, or set aside, for a while or without end. */
  readonly isAnyWaiting: (programId: ProgramId) => Promise<boolean>
  readonly insertDebt: (row: {
    readonly debtId: string
    readonly programId: ProgramId
    readonly recommenderId: RecommenderId
    readonly rewardId: RewardId
    readonly micros: Micros
    readonly incurredAt: Instant
    readonly lapsesAt: Instant
  }) => Promise<void>
  /** Debts with something left, oldest first; `rewardId` narrows to one reward's own. */
  readonly openDebts: (
    programId: ProgramId,
    recommenderId: RecommenderId,
    rewardId?: RewardId,
  ) => Promise<readonly OpenDebt[]>
  /** Takes something off a debt; answers with the reward whose refund made it. */
  readonly useDebt: (row: {
    readonly debtId: string
    readonly useId: string
    readonly kind: 'netted' | 'cancelled'
    readonly rewardId: RewardId
    readonly micros: Micros
    readonly batch?: { readonly seq: number; readonly attempt: number }
    readonly at: Instant
  }) => Promise<RewardId>
  /** What was netted for the debts of a reward and stands, by the reward that it was netted from. */
  readonly repayments: (
    rewardId: RewardId,
  ) => Promise<readonly { readonly rewardId: RewardId; readonly micros: Micros }[]>
  /**
   * Undoes up to `micros` of what a batch netted from one reward, of the newest debts first; answers with the rewards
   * whose debt is open again.
   */
  readonly restoreDebts: (
    batch: {
      readonly programId: ProgramId
      readonly seq: number
      readonly attempt: number
    },
    netted: { readonly rewardId: RewardId; readonly micros: Micros },
    at: Instant,
  ) => Promise<readonly RewardId[]>
}
