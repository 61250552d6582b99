// Orders as a shop's platform tells them, by copies of webhooks or by its interface: one order under all of its names, and
// one fact under each key, however often and by whichever way it was told.

import type { commerceAdapters } from '#commerce/adapters.ts'
import { orderSource, type OwnBuyers, type OwnOrder } from '#domain/countersign/own-order.ts'
import type { Instant, OrderFact } from '#domain/order-facts.ts'
import { buyerNames, createBuyers } from './buyers.ts'

type Told = ReturnType<ReturnType<typeof commerceAdapters>['standard']['decode']>
type ToldFact = Extract<Told, { kind: 'facts' }>['facts'][number]
type ToldOrder = OwnOrder & { readonly facts: OrderFact[]; readonly names: Set<string> }

export type ToldOrders = {
  readonly orders: ReadonlyMap<string, OwnOrder>
  readonly ordersOfBuyer: OwnBuyers
  /** Takes what one message says; `at` dates what says no instant of its own. */
  readonly take: (connectionId: string, told: Told, at: Instant) => void
}

/** No orders yet; in the sandbox of a platform nothing is paid unless the chain's money is made up as well. */
export function createToldOrders({ isTestnet }: { readonly isTestnet: boolean }): ToldOrders {
  const orders = new Map<string, ToldOrder>()
  const buyers = createBuyers()
  return {
    orders,
    ordersOfBuyer: (order) => buyers.othersOf(order),
    take: (connectionId, told, at) => {
      if (told.kind !== 'facts' && told.kind !== 'names') return
      const order = orderOf(orders, connectionId, told)
      const facts = told.kind === 'facts' ? told.facts : []
      for (const one of facts) {
        keep(order, wholeFact(one, at, isTestnet))
        if (one.kind === 'paid') buyers.note(order, buyerNames(connectionId, one))
      }
    },
  }
}

/** The order with any of these names; two that turn out to be one are put together. */
function orderOf(
  orders: Map<string, ToldOrder>,
  connectionId: string,
  named: { readonly externalOrderId: string; readonly otherNames?: readonly string[] },
): ToldOrder {
  const names = [named.externalOrderId, ...(named.otherNames ?? [])].map((name) =>
    orderSource(connectionId, name),
  )
  const known = new Set(names.flatMap((name) => orders.get(name) ?? []))
  const [order = { facts: [], knowsLinks: true, names: new Set() }, ...others] = known
  for (const other of others) {
    for (const fact of other.facts) keep(order, fact)
    names.push(...other.names)
  }
  for (const name of names) {
    orders.set(name, order)
    order.names.add(name)
  }
  return order
}

/** Of two facts under one key the first stays. */
function keep({ facts }: ToldOrder, fact: OrderFact): void {
  if (!facts.some(({ factKey }) => factKey === fact.factKey)) facts.push(fact)
}

function wholeFact(told: ToldFact, at: Instant, isTestnet: boolean): OrderFact {
  if (told.kind === 'deleted') return { ...told, factKey: `deleted:${at}`, deletedAt: at }
  if (told.kind !== 'paid') return told
  const { sandbox = false, ...paid } = told
  return { ...paid, test: paid.test || (sandbox && !isTestnet) }
}
