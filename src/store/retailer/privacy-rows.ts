// Leaving, erasing and forgetting, in PostgreSQL. Sums stay: amounts, counts and who brought whom are kept under an id
// that stands for nobody.

import { sql } from 'kysely'

import { erasureRows } from './erasure-rows.ts'
import { retentionRows } from './retention-rows.ts'

import type { BuyerKeys, PrivacyRows } from '#ports/privacy-rows.ts'

import type { RetailerScope } from './scope.ts'

/** What is said of people, and what is let go of them. */
export function privacyRows(scope: RetailerScope): PrivacyRows {
  return { ...wishRows(scope), ...erasureRows(scope), ...buyerRows(scope), ...retentionRows(scope) }
}

function wishRows({
  transaction,
  retailerId,
}: RetailerScope): Pick<PrivacyRows, 'setDisclosure' | 'setWithoutProfile'> {
  return {
    async setDisclosure(code, disclosure) {
      await transaction
        .updateTable('retailer_links')
        .set({ disclosure })
        .where('retailer_id', '=', retailerId)
        .where('code', '=', code)
        .execute()
    },

    async setWithoutProfile(recommenderId, withoutProfile) {
      await transaction
        .updateTable('retailer_enrollments')
        .set({ without_profile: withoutProfile })
        .where('retailer_id', '=', retailerId)
        .where('recommender_id', '=', recommenderId)
        .execute()
    },
  }
}

type BuyerRows = Pick<PrivacyRows, 'eraseBuyer' | 'eraseConnection' | 'ordersOfBuyer'>

function buyerRows(scope: RetailerScope): BuyerRows {
  const { transaction, retailerId } = scope
  const isBuyers = ({ buyerKey, customerKey }: BuyerKeys) => sql`
    fact_key = 'paid'
      and (body->>'buyerKey' = ${buyerKey ?? null} or body->>'customerKey' = ${customerKey ?? null})`
  return {
    async eraseBuyer(keys) {
      const orders = await sql<{ order_id: string }>`
        select order_id from retailer_order_facts
        where retailer_id = ${retailerId} and ${isBuyers(keys)}`.execute(transaction)
      await unbind(
        scope,
        [keys.buyerKey, keys.customerKey].filter((key) => key !== undefined),
      )
      await eraseOrders(
        scope,
        orders.rows.map((row) => row.order_id),
      )
      return orders.rows.length
    },

    async eraseConnection(connectionId) {
      const orders = await sql<{ order_id: string; buyer_key: string | null; customer_key: string | null }>`
        select order_id, body->>'buyerKey' as buyer_key, body->>'customerKey' as customer_key
        from retailer_order_facts
        join retailer_orders using (retailer_id, order_id)
        where retailer_id = ${retailerId} and connection_id = ${connectionId} and fact_key = 'paid'
          and (body ? 'buyerKey' or body ? 'customerKey')`.execute(transaction)
      const keys = orders.rows.flatMap((row) => [row.buyer_key, row.customer_key])
      await unbind(
        scope,
        keys.filter((key) => key !== null),
      )
      await eraseOrders(
        scope,
        orders.rows.map((row) => row.order_id),
      )
      return orders.rows.length
    },

    async ordersOfBuyer(keys) {
      const orders = await sql<{ external_id: string }>`
        select external_id from retailer_orders
        join retailer_order_facts using (retailer_id, order_id)
        where retailer_id = ${retailerId} and ${isBuyers(keys)}
        order by order_id`.execute(transaction)
      return orders.rows.map((row) => row.external_id)
    },
  }
}

/** Nobody is bound to these buyers any more. */
async function unbind({ transaction, retailerId }: RetailerScope, keys: readonly string[]): Promise<void> {
  if (keys.length === 0) return
  await transaction
    .deleteFrom('retailer_customer_bindings')
    .where('retailer_id', '=', retailerId)
    .where('buyer_key', '=', sql<string>`any(${keys})`)
    .execute()
}

async function eraseOrders(
  { transaction, retailerId }: RetailerScope,
  orderIds: readonly string[],
): Promise<void> {
  if (orderIds.length === 0) return
  await sql`
    update retailer_deliveries set body_sealed = null, headers = '{}'
    where retailer_id = ${retailerId} and state <> 'received' and delivery_id in (
      select delivery_id from retailer_order_facts
      where retailer_id = ${retailerId} and order_id = any(${orderIds}))`.execute(transaction)
  await sql`
    update retailer_order_facts
    set body = body - 'buyerKey' - 'customerKey' - 'emailDomainKey' - 'disposableEmail' - 'country'
    where retailer_id = ${retailerId} and order_id = any(${orderIds})`.execute(transaction)
  await sql`
    update retailer_orders set buyer_key = null, customer_key = null
    where retailer_id = ${retailerId} and order_id = any(${orderIds})`.execute(transaction)
}
