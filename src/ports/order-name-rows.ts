// By which numbers a platform speaks of one order, where it has several: a payment, an invoice, a session.

import type { ConnectionId, OrderId } from '#domain/ids.ts'
import type { Instant } from '#domain/order-facts.ts'

/** A number and the order it stands for. */
export type OrderName = { readonly name: string; readonly externalId: string }

/** An order that is known by a number. */
export type OrderNumberRow = {
  readonly orderId: OrderId
  readonly externalId: string
  readonly isPaid: boolean
  /** When it was paid; null while the shop has not said so. */
  readonly paidAt: Instant | null
}

export type OrderNameRows = {
  /**
   * Locks the numbers until the database transaction ends, and returns what each stands for; one that is new stands for
   * itself. Messages that share a number come one after the other.
   */
  readonly take: (connectionId: ConnectionId, names: readonly string[]) => Promise<readonly OrderName[]>
  /** From now on everything that stood for one of `externalIds`, and each of `names`, stands for `externalId`. */
  readonly point: (
    connectionId: ConnectionId,
    change: {
      readonly names: readonly string[]
      readonly externalIds: readonly string[]
      readonly externalId: string
    },
  ) => Promise<void>
  /** The orders with these numbers, locked. */
  readonly orders: (
    connectionId: ConnectionId,
    externalIds: readonly string[],
  ) => Promise<readonly OrderNumberRow[]>
  /** Gives an order's facts to another one; an order that was never paid is nothing without them, and goes. */
  readonly merge: (from: OrderId, into: OrderId) => Promise<void>
}
