// Connections as their shop looks after them: secrets replaced, closed, and what has come through each.

import type { ConnectionId } from '#domain/ids.ts'
import type { CarriedReference, Instant } from '#domain/order-facts.ts'

import type { DeliveryRow } from './delivery-rows.ts'
import type { ConnectionRow } from './program-rows.ts'

/** What came through a connection lately. */
export type ConnectionActivity = {
  /** Of the latest deliveries that the shop sent, newest first. */
  readonly deliveries: readonly {
    readonly topic: string | null
    readonly state: DeliveryRow['state']
    readonly receivedAt: Instant
  }[]
  /** When the first order was seen, however it came. */
  readonly firstOrderAt: Instant | null
  /** Of the latest orders, newest first: what the payment carried; null while no payment is known. */
  readonly orders: readonly {
    readonly seenAt: Instant
    readonly references: readonly CarriedReference[] | null
  }[]
  /** The latest delivery whose signature did not fit, to the minute. */
  readonly refused: { readonly at: Instant; readonly code: string } | null
}

export type ConnectionRows = {
  /** Oldest first. */
  readonly list: () => Promise<readonly ConnectionRow[]>
  /** The secret so far is the previous one from now on. */
  readonly rotate: (
    connectionId: ConnectionId,
    change: {
      readonly secretSealed: Uint8Array
      readonly isSecretPasted: boolean
      readonly previousSecretUntil: Instant
    },
  ) => Promise<void>
  /** Forgets the secrets as well. */
  readonly close: (connectionId: ConnectionId, at: Instant) => Promise<void>
  /** Keeps that a delivery was refused, at most once in `spacingMs` for one connection. */
  readonly noteRefusal: (
    connectionId: ConnectionId,
    refusal: { readonly at: Instant; readonly code: string; readonly spacingMs: number },
  ) => Promise<void>
  /** At most `limit` deliveries and orders of a connection. */
  readonly activity: (connectionId: ConnectionId, limit: number) => Promise<ConnectionActivity>
}
