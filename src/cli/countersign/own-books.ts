// The shop's own books for the countersigner: exports of orders, copies of webhooks, and the platform's own interface. What
// a platform tells comes first, since it says by which link a buyer came.

import { orderSource, ownState, type OwnBuyers, type OwnOrders } from '#domain/countersign/own-order.ts'
import type { Instant } from '#domain/order-facts.ts'
import { openTable, type OrderTable } from './order-table.ts'
import { shopInterface, type ShopInterface } from './shop-interface.ts'
import { createToldOrders } from './told-orders.ts'
import { webhookCopies, type WebhookFolder } from './webhook-copies.ts'

/** Where the books of one connection are. */
export type BookSource = OrderTable | WebhookFolder | ShopInterface

/** An order by its connection and the shop's own number. */
export type NamedOrder = { readonly connectionId: string; readonly externalId: string }

export type OwnBooks = {
  /** Reads what is new; rejects when a shop does not answer. */
  readonly refresh: () => Promise<void>
  readonly orders: OwnOrders
  readonly ordersOfBuyer: OwnBuyers
  /** Asks shops for those orders that the books do not show as paid; rejects when a shop does not answer. */
  readonly lookUp: (named: readonly NamedOrder[]) => Promise<void>
  /** Whether any of them shows an order only some moments after it was made. */
  readonly isLate: boolean
  /** What could not be read, since the last time it was asked. */
  readonly takeWarnings: () => readonly string[]
}

export type BooksDeps = {
  readonly now: () => Instant
  readonly pause: (milliseconds: number) => Promise<void>
  /** Whether the money of the chain is made up. */
  readonly isTestnet: boolean
}

/** Opens the books; `refresh` before they are asked. */
export function openOwnBooks(sources: readonly BookSource[], deps: BooksDeps): OwnBooks {
  const warnings: string[] = []
  const told = createToldOrders(deps)
  const tables = sources.flatMap((one) => (one.kind === 'export' ? [openTable(one, warnings)] : []))
  const folders = sources.flatMap((one) =>
    one.kind === 'webhooks' ? [webhookCopies(one, told, warnings)] : [],
  )
  const interfaces = sources.flatMap((one) =>
    one.kind === 'interface'
      ? [shopInterface(one, { ...deps, told, warnings, allowsLoopback: deps.isTestnet })]
      : [],
  )
  const books = [told, ...tables]
  const orders: OwnOrders = (connectionId, externalId) => {
    const name = orderSource(connectionId, externalId)
    return books.map((book) => book.orders.get(name)).find((order) => order !== undefined)
  }
  const isPaid = ({ connectionId, externalId }: NamedOrder): boolean => {
    const order = orders(connectionId, externalId)
    return order !== undefined && ownState(order) !== undefined
  }
  return {
    refresh: async () => {
      for (const { refresh } of tables) refresh()
      for (const readFolder of folders) readFolder()
      for (const { refresh } of interfaces) await refresh()
    },
    orders,
    lookUp: async (named) => {
      const unknown = named.filter((one) => !isPaid(one))
      for (const { connectionId, lookUp } of interfaces) {
        const own = unknown.filter((one) => one.connectionId === connectionId)
        await lookUp([...new Set(own.map(({ externalId }) => externalId))])
      }
    },
    ordersOfBuyer: (order) => books.flatMap((book) => book.ordersOfBuyer(order)),
    isLate: interfaces.length > 0,
    takeWarnings: () => warnings.splice(0),
  }
}
