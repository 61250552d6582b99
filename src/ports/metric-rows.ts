// Figures of links by the hour, and what they are rolled up from. Hours begin at whole hours of UTC.

import type { Attribution } from '#domain/attribution.ts'
import type { LinkCode, OrderId, ProgramId, RecommenderId, RewardId } from '#domain/ids.ts'
import type { Activity } from '#domain/metrics/activity.ts'
import type { Joined } from '#domain/metrics/reshare-forest.ts'
import type { Micros } from '#domain/money.ts'
import type { Instant, OrderFact } from '#domain/order-facts.ts'
import type { FollowerEvidence } from '#domain/tier.ts'
import type { Hex } from 'viem'

import type { RewardRow } from './reward-rows.ts'

/** How far the figures have come: everything recorded before is in them. */
export type RollupMarks = { readonly clicksUntil: Instant; readonly ordersUntil: Instant }

/** From `from` on and before `to`. */
export type Span = { readonly from: Instant; readonly to: Instant }

/** A paid order with all that its figures depend on. */
export type PaidOrder = {
  readonly orderId: OrderId
  readonly programId: ProgramId
  readonly attribution: Attribution | undefined
  readonly facts: readonly OrderFact[]
  readonly rewards: readonly RewardRow[]
}

export type LinkHour = {
  readonly programId: ProgramId
  readonly code: LinkCode
  readonly activity: Activity
}

/** Somebody who joined, with what comparisons need; sales are filled in by whoever has them. */
export type MemberRow = Omit<Joined, 'salesMicros'> & {
  readonly handle: string
  /** Not of those who asked to be left out of comparisons, nor of those who left. */
  readonly isCompared: boolean
  readonly followers: number
  readonly followerEvidence: FollowerEvidence
}

/** A settled record: whose it is, where it stands on the ledger, and when its order was paid. */
export type SettledRecord = {
  readonly rewardId: RewardId
  readonly recommenderId: RecommenderId
  readonly pool: number
  readonly seq: number
  readonly tag: Hex
  readonly paidAt: Instant
}

/** What one chain transaction did with a program's batches. */
export type CarriedRow = {
  readonly kind: 'committed' | 'amended' | 'settled'
  readonly hash: Hex
  readonly batches: number
  readonly micros: Micros
}

export type Downstream = {
  /** Brought by the person directly. */
  readonly children: number
  readonly people: number
  readonly salesMicros: Micros
}

export type Declared = { readonly shares: number; readonly reach: number }

export type MetricRows = {
  /** Locks the marks until the database transaction ends, so that one rolls up at a time; 0 before the first. */
  readonly takeMarks: () => Promise<RollupMarks>
  readonly setMarks: (marks: RollupMarks) => Promise<void>
  /** Counts the clicks of all hours from `from` (a whole hour) anew. */
  readonly rollUpClicks: (from: Instant) => Promise<void>
  /** Hours of payment of orders that changed at or after an instant. */
  readonly changedHours: (since: Instant) => Promise<readonly Instant[]>
  /** Paid orders of one hour that belong to a program, by id, after the given one. */
  readonly paidOrders: (
    hour: Instant,
    page: { readonly limit: number; readonly after: OrderId | undefined },
  ) => Promise<readonly PaidOrder[]>
  /** Puts the sales of an hour in the place of those it had. */
  readonly replaceSales: (hour: Instant, rows: readonly LinkHour[]) => Promise<void>
  /** Sums of a span by link; the empty code is what belongs to none. */
  readonly byLink: (
    programId: ProgramId,
    span: Span,
  ) => Promise<readonly { readonly code: LinkCode; readonly activity: Activity }[]>
  /** Sums over some links of a program, of all time. */
  readonly ofLinks: (programId: ProgramId, codes: readonly LinkCode[]) => Promise<Activity>
  /** Sums of each day (UTC) of a span with anything in it, oldest first. */
  readonly byDay: (
    programId: ProgramId,
    span: Span,
  ) => Promise<readonly { readonly day: Instant; readonly activity: Activity }[]>
  /** Links of a program and whose they are. */
  readonly owners: (programId: ProgramId) => Promise<ReadonlyMap<LinkCode, RecommenderId>>
  /** People who joined a program, at most `limit`, the first first. */
  readonly members: (programId: ProgramId, limit: number) => Promise<readonly MemberRow[]>
  /** Records of a program in settled batches whose orders were paid in the span, the newest first, at most `limit`. */
  readonly settledRecords: (
    programId: ProgramId,
    span: Span,
    limit: number,
  ) => Promise<readonly SettledRecord[]>
  /** What people declare of a span: how often they passed links on or posted, and the reach they give; unmeasured. */
  readonly declared: (programId: ProgramId, span: Span) => Promise<Declared>
  /** What carried the program's batches in the span by chain transaction, at most `limit`. */
  readonly carriedBy: (programId: ProgramId, span: Span, limit: number) => Promise<readonly CarriedRow[]>
  /** Everybody below a person in the program, and what their own links have sold; at most `limit` people. */
  readonly below: (programId: ProgramId, recommenderId: RecommenderId, limit: number) => Promise<Downstream>
}
