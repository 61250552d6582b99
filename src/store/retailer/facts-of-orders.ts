// All facts of some orders, in PostgreSQL.

import type { OrderFact } from '#domain/order-facts.ts'
import type { OrderId } from '#domain/ids.ts'

import { factFromStored } from './stored-fact.ts'

import type { RetailerScope } from './scope.ts'

/** The facts of each of `orderIds`, in the order of their keys; an order without any is left out. */
export async function factsOfOrders(
  { transaction, retailerId }: RetailerScope,
  orderIds: readonly OrderId[],
): Promise<ReadonlyMap<OrderId, readonly OrderFact[]>> {
  const facts = new Map<OrderId, OrderFact[]>()
  if (orderIds.length === 0) return facts
  const rows = await transaction
    .selectFrom('retailer_order_facts')
    .select(['order_id', 'fact_key', 'body'])
    .where('retailer_id', '=', retailerId)
    .where('order_id', 'in', [...orderIds])
    .orderBy('order_id')
    .orderBy('fact_key')
    .execute()
  for (const row of rows) {
    const own = facts.get(row.order_id) ?? []
    own.push(factFromStored(row.fact_key, row.body))
    facts.set(row.order_id, own)
  }
  return facts
}
