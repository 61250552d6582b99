// A shop's orders as a table of any size, oldest first: read a page at a time, and the next one when it is asked for.

import { foldOrder } from '#domain/fold-order.ts'
import { ZERO_MICROS } from '#domain/money.ts'

import { idPages, type ShopExportInput, type ExportPages } from './export-pages.ts'

import type { RetailerUnit } from '#ports/retailer-store.ts'
import type { ExportedOrder } from '#ports/export-rows.ts'

import type { AppDeps } from '../deps.ts'

/** Rows by the columns `orders`; `from` and `to` are of when the order was first told. */
export function exportOrders(deps: Pick<AppDeps, 'retailers'>, input: ShopExportInput): ExportPages {
  return idPages(
    deps,
    input,
    (unit, page) => unit.exports.orders(page),
    ({ orderId }) => orderId,
    orderRows,
  )
}

async function orderRows(unit: RetailerUnit, orders: readonly ExportedOrder[]) {
  const orderIds = orders.map(({ orderId }) => orderId)
  const facts = await unit.exports.facts(orderIds)
  const rewarded = await unit.exports.rewarded(orderIds)
  return orders.map(({ orderId, createdAt, ...order }) => {
    const { paid, refundedMicros, cancelled } = foldOrder(facts.get(orderId) ?? [])
    return {
      orderId,
      externalId: order.externalId,
      connectionId: order.connectionId,
      programId: order.programId,
      toldAt: createdAt,
      paidAt: paid?.paidAt ?? null,
      currency: paid?.currency ?? null,
      eligible: paid?.eligibleMicros ?? ZERO_MICROS,
      refunded: refundedMicros,
      state: cancelled ? 'cancelled' : paid === undefined ? 'not paid' : 'paid',
      outcome: order.outcome,
      reason: order.reason,
      rewards: rewarded.get(orderId)?.rewards ?? 0,
      rewarded: rewarded.get(orderId)?.targetMicros ?? ZERO_MICROS,
    }
  })
}
