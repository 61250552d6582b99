// Which orders in the shop's own books are of one buyer, by e-mail address or the platform's number of the customer. What is
// personal stays in memory, and is written nowhere.

import type { OwnOrder } from '#domain/countersign/own-order.ts'

export type Buyers = {
  /** Notes that an order is of the buyer with any of these names. */
  readonly note: (order: OwnOrder, names: readonly string[]) => void
  /** Other orders of the same buyer. */
  readonly othersOf: (order: OwnOrder) => readonly OwnOrder[]
}

/** Nobody has bought anything yet. */
export function createBuyers(): Buyers {
  const orders = new Map<string, Set<OwnOrder>>()
  const namesOf = new Map<OwnOrder, Set<string>>()
  return {
    note: (order, names) => {
      const known = namesOf.get(order) ?? new Set()
      namesOf.set(order, known)
      for (const name of names) {
        known.add(name)
        orders.set(name, (orders.get(name) ?? new Set()).add(order))
      }
    },
    othersOf: (order) => {
      const all = [...(namesOf.get(order) ?? [])].flatMap((name) => [...(orders.get(name) ?? [])])
      return [...new Set(all)].filter((one) => one !== order)
    },
  }
}

/** How a paid order names its buyer: everywhere by the address, in one shop by its number. */
export function buyerNames(
  connectionId: string,
  { buyerEmail, customerId }: { readonly buyerEmail?: string; readonly customerId?: string },
): readonly string[] {
  return [
    ...(buyerEmail === undefined ? [] : [`email ${buyerEmail}`]),
    ...(customerId === undefined ? [] : [`customer ${connectionId} ${customerId}`]),
  ]
}
