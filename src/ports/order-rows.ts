// Orders and the facts known of them. Facts are only ever added.

import type { ConnectionId, LinkCode, OrderId, ProgramId, RecommenderId } from '#domain/ids.ts'
import type { Instant, OrderFact } from '#domain/order-facts.ts'
import type { Trace } from '#domain/trace.ts'

export type OrderOutcome = 'waiting-for-payment' | 'waiting-for-rate' | 'credited' | 'not-credited'

/** Decided once, when the order's payment is first seen; a pure function of policy, touches and facts. */
export type AttributionRow = {
  readonly recommenderId: RecommenderId | null
  readonly programId: ProgramId | null
  readonly code: LinkCode | null
  readonly steps: Trace
}

export type OrderRow = {
  readonly orderId: OrderId
  readonly connectionId: ConnectionId
  readonly externalId: string
  /** HMAC-SHA256 of the order's id under the retailer's secret; its first six bytes are the tag. */
  readonly sourceOrder: Uint8Array
  readonly outcome: OrderOutcome
  /** One sentence for people. */
  readonly reason: string
  readonly attribution: AttributionRow | undefined
}

export type OrderRows = {
  /** Finds the order or makes it, and locks it. */
  readonly take: (row: {
    readonly orderId: OrderId
    readonly connectionId: ConnectionId
    readonly externalId: string
    readonly sourceOrder: Uint8Array
    readonly now: Instant
  }) => Promise<OrderRow>
  readonly find: (orderId: OrderId) => Promise<OrderRow | undefined>
  /** Newest first, after the given id. */
  readonly list: (page: {
    readonly limit: number
    readonly after: OrderId | undefined
  }) => Promise<readonly OrderRow[]>
  /** `conflicts` when another fact stands under the same key: the first stays. */
  readonly insertFact: (
    orderId: OrderId,
    fact: OrderFact,
    from: { readonly deliveryId: string; readonly now: Instant },
  ) => Promise<'recorded' | 'already-recorded' | 'conflicts'>
  readonly facts: (orderId: OrderId) => Promise<readonly OrderFact[]>
  readonly update: (
    orderId: OrderId,
    change: {
      readonly outcome: OrderOutcome
      readonly reason: string
      readonly attribution: AttributionRow | undefined
      readonly programId: ProgramId | undefined
      readonly now: Instant
    },
  ) => Promise<void>
  /** Counts the orders of a program that no header has counted yet, and marks them as counted by `seq`. */
  readonly countForHeader: (
    programId: ProgramId,
    seq: number,
  ) => Promise<{
    readonly seen: bigint
    readonly rewarded: bigint
    readonly rejected: bigint
  }>
  /** Gives the orders counted by a batch that was never committed back. */
  readonly uncount: (programId: ProgramId, seq: number) => Promise<void>
}
