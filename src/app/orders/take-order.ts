// Finds the order that a message speaks of, or makes it, and locks it. Some platforms have several numbers for one order,
// and tell what became of a payment before they tell which order it paid: what is told under either number meets in one
// order, whichever came first.

import { orderMarkText } from '#domain/source-mark.ts'
import { stringToBytes } from 'viem/utils'

import { newId } from '../new-id.ts'
import { retailerKey } from '../retailers/retailer-keys.ts'
import { ordersElsewhere, type OrderElsewhere } from './orders-elsewhere.ts'

import type { ConnectionId } from '#domain/ids.ts'
import type { Instant } from '#domain/order-facts.ts'
import type { OrderNumberRow } from '#ports/order-name-rows.ts'
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

/** The order of a message with facts; `paidAt` when the payment is among them, whose number then is the order's. */
export async function takeOrder(
  deps: TakeDeps,
  unit: RetailerUnit,
  { paidAt, ...numbers }: OrderNumbers & { readonly paidAt: Instant | undefined },
): Promise<OrderRow> {
  const { connectionId, externalOrderId, otherNames } = numbers
  const elsewhere = await elsewhereOf(unit, numbers, paidAt)
  if (otherNames === undefined && elsewhere.length === 0)
    return rowOf(deps, unit, { connectionId, externalId: externalOrderId })
  const all = await known(unit, numbers)
  const standing = standingOf(all, elsewhere, paidAt !== undefined)
  return meet(deps, unit, {
    ...all,
    elsewhere,
    at: standing ?? { connectionId, externalId: externalOrderId },
  })
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
  const { connectionId, externalOrderId: externalId } = numbers
  const elsewhere = await elsewhereOf(unit, numbers, undefined)
  const all = await known(unit, numbers)
  const standing = standingOf(all, elsewhere, false)
  if (standing) return meet(deps, unit, { ...all, elsewhere, at: standing })
  await unit.orderNames.point(connectionId, { ...all, externalId })
  return undefined
}

async function elsewhereOf(
  unit: RetailerUnit,
  { connectionId, externalOrderId, otherNames = [] }: OrderNumbers,
  paidAt: Instant | undefined,
): Promise<readonly OrderElsewhere[]> {
  const names = [...new Set([externalOrderId, ...otherNames])]
  return ordersElsewhere(unit, { connectionId, names, paidAt })
}

type Place = { readonly connectionId: ConnectionId; readonly externalId: string }

/** Which of the orders that are known goes on: a paid one, of this connection first; before the payment, any. */
function standingOf(
  { orders }: Known,
  elsewhere: readonly OrderElsewhere[],
  isPayment: boolean,
): Place | undefined {
  const all: readonly (Place & { readonly isPaid: boolean })[] = [...orders, ...elsewhere]
  return all.find((order) => order.isPaid) ?? (isPayment ? undefined : all[0])
}

type Known = {
  readonly connectionId: ConnectionId
  readonly names: readonly string[]
  readonly externalIds: readonly string[]
  readonly orders: readonly (OrderNumberRow & Place)[]
}

async function known(unit: RetailerUnit, numbers: OrderNumbers): Promise<Known> {
  const { connectionId, externalOrderId, otherNames = [] } = numbers
  const names = [...new Set([externalOrderId, ...otherNames])]
  const taken = await unit.orderNames.take(connectionId, names)
  const externalIds = [...new Set(taken.map(({ externalId }) => externalId))]
  const orders = await unit.orderNames.orders(connectionId, externalIds)
  return { connectionId, names, externalIds, orders: orders.map((order) => ({ ...order, connectionId })) }
}

/** The order `at` a number, which takes up all others that are the same and were never paid. */
async function meet(
  deps: TakeDeps,
  unit: RetailerUnit,
  {
    at,
    connectionId,
    names,
    externalIds,
    orders,
    elsewhere,
  }: Known & { readonly at: Place; readonly elsewhere: readonly OrderElsewhere[] },
): Promise<OrderRow> {
  const order = await rowOf(deps, unit, at)
  const there = elsewhere.find((one) => one.orderId === order.orderId)
  // Where the order is another connection's, its numbers are kept there.
  await unit.orderNames.point(at.connectionId, {
    names,
    externalIds: there?.externalIds ?? (at.connectionId === connectionId ? externalIds : []),
    externalId: at.externalId,
  })
  for (const other of [...orders, ...elsewhere]) {
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
  { connectionId, externalId }: Place,
): Promise<OrderRow> {
  const orderKey = await retailerKey(deps, unit, 'order')
  return unit.orders.take({
    orderId: newId(deps, unit.retailerId),
    connectionId,
    externalId,
    sourceOrder: deps.macs.hmacSha256(orderKey, stringToBytes(orderMarkText({ connectionId, externalId }))),
    now: deps.clock.now(),
  })
}
