// Numbers of orders, in PostgreSQL.

import type { OrderNameRows } from '#ports/order-name-rows.ts'

import type { RetailerScope } from './scope.ts'

/** Rows of the retailer's order numbers. */
export function orderNameRows({ transaction, retailerId }: RetailerScope): OrderNameRows {
  return {
    async take(connectionId, names) {
      // In one order everywhere, so that two messages never wait for each other.
      const sorted = names.toSorted()
      await transaction
        .insertInto('retailer_order_names')
        .values(
          sorted.map((name) => ({
            retailer_id: retailerId,
            connection_id: connectionId,
            name,
            external_id: name,
          })),
        )
        .onConflict((conflict) => conflict.columns(['retailer_id', 'connection_id', 'name']).doNothing())
        .execute()
      const rows = await transaction
        .selectFrom('retailer_order_names')
        .select(['name', 'external_id'])
        .where('retailer_id', '=', retailerId)
        .where('connection_id', '=', connectionId)
        .where('name', 'in', sorted)
        .orderBy('name')
        .forUpdate()
        .execute()
      return rows.map((row) => ({ name: row.name, externalId: row.external_id }))
    },

    async point(connectionId, { names, externalIds, externalId }) {
      await transaction
        .updateTable('retailer_order_names')
        .set({ external_id: externalId })
        .where('retailer_id', '=', retailerId)
        .where('connection_id', '=', connectionId)
        .where((eb) => eb.or([eb('name', 'in', names), eb('external_id', 'in', externalIds)]))
        .execute()
    },

    async orders(connectionId, externalIds) {
      const rows = await transaction
        .selectFrom('retailer_orders')
        .select(['order_id', 'external_id', 'outcome', 'paid_at'])
        .where('retailer_id', '=', retailerId)
        .where('connection_id', '=', connectionId)
        .where('external_id', 'in', externalIds)
        .orderBy('order_id')
        .forUpdate()
        .execute()
      return rows.map((row) => ({
        orderId: row.order_id,
        externalId: row.external_id,
        isPaid: row.outcome !== 'waiting-for-payment',
        paidAt: row.paid_at?.getTime() ?? null,
      }))
    },

    async merge(from, into) {
      await transaction
        .insertInto('retailer_order_facts')
        .columns(['retailer_id', 'order_id', 'fact_key', 'body', 'delivery_id', 'recorded_at'])
        .expression((eb) =>
          eb
            .selectFrom('retailer_order_facts')
            .select(({ val }) => [
              'retailer_id',
              val(into).as('order_id'),
              'fact_key',
              'body',
              'delivery_id',
              'recorded_at',
            ])
            .where('retailer_id', '=', retailerId)
            .where('order_id', '=', from),
        )
        .onConflict((conflict) => conflict.columns(['retailer_id', 'order_id', 'fact_key']).doNothing())
        .execute()
      await transaction
        .updateTable('retailer_misuse_notices')
        .set({ order_id: into })
        .where('retailer_id', '=', retailerId)
        .where('order_id', '=', from)
        .execute()
      await transaction
        .deleteFrom('retailer_order_facts')
        .where('retailer_id', '=', retailerId)
        .where('order_id', '=', from)
        .execute()
      await transaction
        .deleteFrom('retailer_orders')
        .where('retailer_id', '=', retailerId)
        .where('order_id', '=', from)
        .where('outcome', '=', 'waiting-for-payment')
        .execute()
    },
  }
}
