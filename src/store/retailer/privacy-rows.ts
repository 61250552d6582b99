// Leaving, erasing and forgetting, in PostgreSQL. Sums stay: amounts, counts and who brought whom are kept under an id
// that stands for nobody.

import { sql } from 'kysely'

import { erasureRows } from './erasure-rows.ts'
import { retentionRows } from './retention-rows.ts'

import type { PrivacyRows } from '#ports/privacy-rows.ts'

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

function buyerRows({ transaction, retailerId }: RetailerScope): Pick<PrivacyRows, 'eraseBuyer'> {
  return {
    async eraseBuyer({ buyerKey = null, customerKey = null }) {
      const orders = await sql<{ order_id: string }>`
        select order_id from retailer_order_facts
        where retailer_id = ${retailerId} and fact_key = 'paid'
          and (body->>'buyerKey' = ${buyerKey} or body->>'customerKey' = ${customerKey})`.execute(transaction)
      const orderIds = orders.rows.map((row) => row.order_id)
      for (const key of [buyerKey, customerKey]) {
        if (key === null) continue
        await transaction
          .deleteFrom('retailer_customer_bindings')
          .where('retailer_id', '=', retailerId)
          .where('buyer_key', '=', key)
          .execute()
      }
      if (orderIds.length === 0) return 0

      await sql`
        update retailer_deliveries set body_sealed = null, headers = '{}'
        where retailer_id = ${retailerId} and state <> 'received' and delivery_id in (
          select delivery_id from retailer_order_facts
          where retailer_id = ${retailerId} and order_id = any(${orderIds}))`.execute(transaction)
      await sql`
        update retailer_order_facts
        set body = body - 'buyerKey' - 'customerKey' - 'emailDomainKey' - 'disposableEmail' - 'country'
        where retailer_id = ${retailerId} and order_id = any(${orderIds})`.execute(transaction)
      await transaction
        .updateTable('retailer_orders')
        .set({ buyer_key: null, customer_key: null })
        .where('retailer_id', '=', retailerId)
        .where('order_id', 'in', orderIds)
        .execute()
      return orderIds.length
    },
  }
}
