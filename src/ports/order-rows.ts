// Orders and the facts known of them. Facts are only ever added.

import type { Attribution } from '#domain/attribution.ts'
import type { ConnectionId, OrderId, ProgramId } from '#domain/ids.ts'
import type { Micros } from '#domain/money.ts'
import type { CountedOrder } from '#domain/order-classes.ts'
import type { Instant, OrderFact } from '#domain/order-facts.ts'

export type OrderOutcome = 'waiting-for-payment' | 'waiting-for-rate' | 'credited' | 'not-credited'

/** A buyer by whatever is known of them: keyed hashes, hex. */
export type CustomerKeys = { readonly buyerKey: string | undefined; readonly customerKey: string | undefined }

export type OrderRow = {
  readonly orderId: OrderId
  readonly connectionId: ConnectionId
  readonly externalId: string
  /** HMAC-SHA256 of the order's id under the retailer's secret; its first six bytes are the tag. */
  readonly sourceOrder: Uint8Array
  readonly outcome: OrderOutcome
  /** One sentence for people. */
  readonly reason: string
  readonly attribution: Attribution | undefined
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
  /** The same, and locks it. */
  readonly lock: (orderId: OrderId) => Promise<OrderRow | undefined>
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
      readonly attribution: Attribution
      readonly paidAt: Instant
      readonly customer: CustomerKeys
      readonly now: Instant
    },
  ) => Promise<void>
  /** Orders of a buyer that were paid before an instant, and how many of them were credited in a program. */
  readonly earlier: (
    customer: CustomerKeys,
    before: { readonly paidAt: Instant; readonly programId: ProgramId },
  ) => Promise<{ readonly orders: number; readonly credited: number }>
  /** What a program's orders paid in `[from, to)` were granted, before refunds; of one buyer when given. */
  readonly granted: (
    programId: ProgramId,
    period: { readonly from: Instant; readonly to: Instant },
    customer?: CustomerKeys,
  ) => Promise<Micros>
  /** Takes the orders of a program that no header has counted yet, and marks them as counted by `seq`. */
  readonly countForHeader: (programId: ProgramId, seq: number) => Promise<readonly CountedOrder[]>
  /** Gives the orders counted by a batch that was never committed back. */
  readonly uncount: (programId: ProgramId, seq: number) => Promise<void>
}
