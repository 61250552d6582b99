// Rows of a retailer by the page, for tables of any size: always onward from a key, never by counting from the start.

import type { ConnectionId, OrderId, ProgramId, RecommenderId, RewardId } from '#domain/ids.ts'
import type { Micros } from '#domain/money.ts'
import type { Instant, OrderFact } from '#domain/order-facts.ts'
import type { Hex } from 'viem'

import type { BatchRowState } from './batch-rows.ts'
import type { RetailerEntry } from './journal-rows.ts'
import type { OrderOutcome } from './order-rows.ts'

/** Ids above `after` and below `before`, lowest first; they sort by the time they were made. */
export type IdPage = { readonly after: string; readonly before: string; readonly limit: number }

export type ExportedOrder = {
  readonly orderId: OrderId
  readonly externalId: string
  readonly connectionId: ConnectionId
  readonly programId: ProgramId | null
  readonly outcome: OrderOutcome
  readonly reason: string
  readonly createdAt: Instant
}

export type ExportedReward = {
  readonly rewardId: RewardId
  readonly orderId: OrderId
  /** Null for a deal's fee. */
  readonly externalId: string | null
  readonly programId: ProgramId
  readonly recommenderId: RecommenderId
  readonly handle: string
  readonly role: 'direct' | 'upline' | 'deal'
  readonly createdAt: Instant
  readonly paidAt: Instant | null
  readonly targetMicros: Micros
  readonly standingMicros: Micros
  readonly waitingMicros: Micros
}

export type ExportedRecord = {
  readonly rewardId: RewardId
  readonly pool: number
  readonly seq: number
  readonly tag: Hex
  readonly state: BatchRowState
  /** What is left of it after reductions. */
  readonly restMicros: Micros
  readonly maturesAtSeconds: number | null
}

/** Where a record stands in its program's list. */
export type RecordKey = {
  readonly programId: ProgramId
  readonly seq: number
  readonly attempt: number
  readonly payee: string
  readonly tag: string
}

export type SettledRecord = RecordKey &
  Pick<ExportedReward, 'rewardId' | 'orderId' | 'externalId' | 'recommenderId' | 'handle'> & {
    readonly pool: number
    readonly restMicros: Micros
  }

export type MonthSum = {
  readonly programId: ProgramId
  /** First instant of the month, in UTC. */
  readonly month: Instant
  readonly kind: RetailerEntry['kind']
  readonly micros: Micros
}

export type ExportRows = {
  readonly orders: (page: IdPage) => Promise<readonly ExportedOrder[]>
  readonly facts: (orderIds: readonly OrderId[]) => Promise<ReadonlyMap<OrderId, readonly OrderFact[]>>
  /** How many rewards orders have, and what they are to be in all. */
  readonly rewarded: (
    orderIds: readonly OrderId[],
  ) => Promise<ReadonlyMap<OrderId, { readonly rewards: number; readonly targetMicros: Micros }>>
  readonly rewards: (page: IdPage) => Promise<readonly ExportedReward[]>
  /** Of batches that are not dead, in the order of their numbers. */
  readonly records: (rewardIds: readonly RewardId[]) => Promise<readonly ExportedRecord[]>
  /** What is left of rewards' debts that have not lapsed at `now`. */
  readonly debts: (rewardIds: readonly RewardId[], now: Instant) => Promise<ReadonlyMap<RewardId, Micros>>
  readonly settled: (page: {
    readonly after: RecordKey | undefined
    readonly limit: number
  }) => Promise<readonly SettledRecord[]>
  /** Sums of the retailer's book by program, month and kind, by program and month. */
  readonly months: () => Promise<readonly MonthSum[]>
}
