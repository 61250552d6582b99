// Finds the order that a message speaks of, or makes it, and locks it. Some platforms have several numbers for one order,
// and tell what became of a payment before they tell which order it paid: what is told under either number meets in one
// order, whichever came first.

import { stringToBytes } from 'viem/utils'

import { newId } from '../new-id.ts'
import { retailerKey } from '../retailers/retailer-keys.ts'

import type { ConnectionId } from '#domain/ids.ts'
import type { OrderRow } from '#ports/order-rows.ts'
import type { RetailerUnit } from '#ports/retailer-store.ts'

import type { AppDeps } from '../deps.ts'

type TakeDeps = Pick<AppDeps, 'clock' | 'random' | 'macs' | 'sealer'>

export type OrderNumbers = {
  readonly connectionId: ConnectionId
  /** The platform's own number of the order, as this message has it. */
  readonly externalOrderId: string
  /** Other numbers of it; undefined for platforms that have one number alone. */
  readonly otherNames: readonly string[] | undefined
}

/** The order of a message with facts; `isPayment` when the payment is among them, whose number then is the order's. */
export async function takeOrder(
  deps: TakeDeps,
  unit: RetailerUnit,
  { isPayment, ...numbers }: OrderNumbers & { readonly isPayment: boolean },
): Promise<OrderRow> {
  const { connectionId, externalOrderId, otherNames } = numbers
  if (otherNames === undefined) return rowOf(deps, unit, { connectionId, externalId: externalOrderId })
  const { names, externalIds, orders } = await known(unit, numbers)
  const standing = orders.find((order) => order.isPaid) ?? (isPayment ? undefined : orders[0])
  const externalId = standing?.externalId ?? externalOrderId
  return meet(deps, unit, { connectionId, names, externalIds, externalId, orders })
}

/**
 * Notes that numbers mean one order, and lets the orders known by them meet. Resolves with that order, or undefined while
 * none is known.
 */
export async function joinNames(
  deps: TakeDeps,
  unit: RetailerUnit,
  numbers: OrderNumbers & { readonly otherNames: readonly string[] },
): Promise<OrderRow | undefined> {
  const { connectionId, externalOrderId } = numbers
  const { names, externalIds, orders } = await known(unit, numbers)
  const standing = orders.find((order) => order.isPaid) ?? orders[0]
  const externalId = standing?.externalId ?? externalOrderId
  if (standing) return meet(deps, unit, { connectionId, names, externalIds, externalId, orders })
  await unit.orderNames.point(connectionId, { names, externalIds, externalId })
  return undefined
}

type Known = {
  readonly names: readonly string[]
  readonly externalIds: readonly string[]
  readonly orders: Awaited<ReturnType<RetailerUnit['orderNames']['orders']>>
}

async function known(unit: RetailerUnit, numbers: OrderNumbers): Promise<Known> {
  const { connectionId, externalOrderId, otherNames = [] } = numbers
  const names = [...new Set([externalOrderId, ...otherNames])]
  const taken = await unit.orderNames.take(connectionId, names)
  const externalIds = [...new Set(taken.map(({ externalId }) => externalId))]
  return { names, externalIds, orders: await unit.orderNames.orders(connectionId, externalIds) }
}

async function meet(
  deps: TakeDeps,
  unit: RetailerUnit,
  {
    connectionId,
    externalId,
    orders,
    ...point
  }: Known & { readonly connectionId: ConnectionId; readonly externalId: string },
): Promise<OrderRow> {
  const order = await rowOf(deps, unit, { connectionId, externalId })
  await unit.orderNames.point(connectionId, { ...point, externalId })
  for (const other of orders) {
    // Two that were paid are two orders, whatever a message says of their numbers.
    if (other.orderId !== order.orderId && !other.isPaid) {
      await unit.orderNames.merge(other.orderId, order.orderId)
    }
  }
  return order
}

async function rowOf(
  deps: TakeDeps,
  unit: RetailerUnit,
  { connectionId, externalId }: { readonly connectionId: ConnectionId; readonly externalId: string },
): Promise<OrderRow> {
  const orderKey = await retailerKey(deps, unit, 'order')
  return unit.orders.take({
    orderId: newId(deps, unit.retailerId),
    connectionId,
    externalId,
    sourceOrder: deps.macs.hmacSha256(orderKey, stringToBytes(`${connectionId}\n${externalId}`)),
    now: deps.clock.now(),
  })
}
