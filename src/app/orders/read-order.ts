// An order as its shop sees it: what is known of it, and what became of it.

import { foldOrder } from '#domain/fold-order.ts'
import { retailerIdOf } from '#domain/ids.ts'
import { sumMicros, ZERO_MICROS } from '#domain/money.ts'
import { Problem } from '#domain/problem.ts'

import type { OrderRow } from '#ports/order-rows.ts'
import type { RetailerUnit } from '#ports/retailer-store.ts'

import type { AppDeps } from '../deps.ts'
import type { OrderView } from '../views.ts'

/** Throws `not_found` for an unknown order and for another retailer's, alike. */
export async function readOrder(
  deps: Pick<AppDeps, 'retailers'>,
  { retailerId, orderId }: { readonly retailerId: string; readonly orderId: string },
): Promise<OrderView> {
  if (retailerIdOf(orderId) !== retailerId) throw new Problem('not_found')
  return deps.retailers.transaction(retailerId, async (unit) => {
    const order = await unit.orders.find(orderId)
    if (!order) throw new Problem('not_found')
    return viewOrder(unit, order)
  })
}

/** The view of an order already read. */
export async function viewOrder(unit: RetailerUnit, order: OrderRow): Promise<OrderView> {
  const state = foldOrder(await unit.orders.facts(order.orderId))
  const rewards = await unit.rewards.ofOrder(order.orderId)
  const connection = await unit.programs.connection(order.connectionId)
  return {
    orderId: order.orderId,
    externalId: order.externalId,
    connectionId: order.connectionId,
    platform: connection?.platform ?? 'standard',
    paidAt: state.paid?.paidAt ?? null,
    currency: state.paid?.currency ?? null,
    eligible: state.paid?.eligibleMicros ?? ZERO_MICROS,
    refunded: state.refundedMicros,
    cancelled: state.cancelled,
    outcome: order.outcome,
    reason: order.reason,
    rewardId: rewards[0]?.rewardId ?? null,
    target: sumMicros(rewards.map((reward) => reward.targetMicros)),
  }
}
