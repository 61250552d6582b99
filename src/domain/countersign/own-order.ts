// An order by the shop's own books, in the form that the rules compute with.

import { foldOrder } from '../fold-order.ts'

import type { OrderFact, OrderState, PaidFact } from '../order-facts.ts'

export type OwnOrder = {
  readonly facts: readonly OrderFact[]
  /** Whether the books say by which link a buyer came; an export of orders mostly does not. */
  readonly knowsLinks: boolean
  /** All sources that it goes by, where its platform has several numbers for one order. */
  readonly names?: ReadonlySet<string>
}

/** Finds an order by the connection and the shop's own number. */
export type OwnOrders = (connectionId: string, externalId: string) => OwnOrder | undefined

/** Other orders of the same buyer as `order`; none where the books do not name its buyer. */
export type OwnBuyers = (order: OwnOrder) => readonly OwnOrder[]

export type OwnPaidState = OrderState & { readonly paid: PaidFact }

/** What the books add up to; undefined while the order is not paid, or is a test. */
export function ownState({ facts }: OwnOrder): OwnPaidState | undefined {
  const state = foldOrder(facts)
  const { paid } = state
  return paid === undefined || paid.test ? undefined : { ...state, paid }
}

/** Names an order among all of the shop's. */
export function orderSource(connectionId: string, externalId: string): string {
  return `${connectionId}:${externalId}`
}
