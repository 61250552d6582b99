// Finds an order that another connection told of first: a shop that was connected anew, or twice, tells of the same orders
// again, and one order is rewarded once. What is given back later finds it here as well.

import type { ConnectionId } from '#domain/ids.ts'
import type { Instant } from '#domain/order-facts.ts'
import type { Platform } from '#ports/commerce.ts'
import type { OrderNumberRow } from '#ports/order-name-rows.ts'
import type { RetailerUnit } from '#ports/retailer-store.ts'

/** Platforms whose numbers of orders are never given twice, whatever the shop; the others count from one in each shop. */
const UNIQUE_NUMBERS: ReadonlySet<Platform> = new Set(['shopify', 'stripe'])

export type OrderElsewhere = OrderNumberRow & {
  readonly connectionId: ConnectionId
  /** All numbers that lead to it there. */
  readonly externalIds: readonly string[]
}

/**
 * Orders of the retailer's other connections of the same platform that are the order known by `names`, locked. Where numbers
 * are a shop's own, the same number paid at the same instant is the same order; `paidAt` is undefined for a message without
 * the payment, which then says too little. Messages of one order come one after the other, through whichever connection.
 */
export async function ordersElsewhere(
  unit: RetailerUnit,
  {
    connectionId,
    names,
    paidAt,
  }: {
    readonly connectionId: ConnectionId
    readonly names: readonly string[]
    readonly paidAt: Instant | undefined
  },
): Promise<readonly OrderElsewhere[]> {
  const connections = await unit.connections.list()
  const platform = connections.find((one) => one.connectionId === connectionId)?.platform
  const alike = connections.filter((one) => one.platform === platform).map((one) => one.connectionId)
  if (platform === undefined || alike.length < 2) return []
  const isUnique = UNIQUE_NUMBERS.has(platform)
  const found: OrderElsewhere[] = []
  // In one order everywhere, so that two messages never wait for each other.
  for (const other of alike.toSorted()) {
    const taken = await unit.orderNames.take(other, names)
    if (other === connectionId) continue
    const externalIds = [...new Set(taken.map(({ externalId }) => externalId))]
    const orders = await unit.orderNames.orders(other, externalIds)
    const same = orders.filter((order) => isUnique || (paidAt !== undefined && order.paidAt === paidAt))
    found.push(...same.map((order) => ({ ...order, connectionId: other, externalIds })))
  }
  return found
}
