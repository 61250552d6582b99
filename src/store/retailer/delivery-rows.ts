// The inbox, in PostgreSQL.

import type { DeliveryRows } from '#ports/delivery-rows.ts'

import type { RetailerScope } from './scope.ts'

/** Rows of the retailer's inbox. */
export function deliveryRows({ transaction, retailerId }: RetailerScope): DeliveryRows {
  return {
    async list({ limit, after }) {
      let query = transaction
        .selectFrom('retailer_deliveries')
        .select(['delivery_id', 'connection_id', 'topic', 'is_pulled', 'state', 'outcome', 'received_at'])
        .where('retailer_id', '=', retailerId)
      if (after !== undefined) query = query.where('delivery_id', '<', after)
      const rows = await query.orderBy('delivery_id', 'desc').limit(limit).execute()
      return rows.map((row) => ({
        deliveryId: row.delivery_id,
        connectionId: row.connection_id,
        topic: row.topic,
        isPulled: row.is_pulled,
        state: row.state,
        outcome: row.outcome,
        receivedAt: row.received_at.getTime(),
      }))
    },

    async insert(row) {
      const result = await transaction
        .insertInto('retailer_deliveries')
        .values({
          retailer_id: retailerId,
          connection_id: row.connectionId,
          body_hash: row.bodyHash,
          delivery_id: row.deliveryId,
          platform: row.platform,
          topic: row.topic,
          is_pulled: row.isPulled,
          headers: JSON.stringify(row.headers),
          body_sealed: row.bodySealed,
          state: row.state,
          outcome: null,
          received_at: new Date(row.receivedAt),
          processed_at: null,
          attempts: 0,
        })
        .onConflict((conflict) => conflict.columns(['retailer_id', 'connection_id', 'body_hash']).doNothing())
        .executeTakeFirst()
      return result.numInsertedOrUpdatedRows === 1n ? 'recorded' : 'already-recorded'
    },

    async unprocessed(connectionId, bodyHash) {
      const row = await transaction
        .selectFrom('retailer_deliveries')
        .select('delivery_id')
        .where('retailer_id', '=', retailerId)
        .where('connection_id', '=', connectionId)
        .where('body_hash', '=', bodyHash)
        .where('state', '=', 'received')
        .executeTakeFirst()
      return row?.delivery_id
    },

    async take(deliveryId) {
      const row = await transaction
        .selectFrom('retailer_deliveries')
        .selectAll()
        .where('retailer_id', '=', retailerId)
        .where('delivery_id', '=', deliveryId)
        .forUpdate()
        .executeTakeFirst()
      return (
        row && {
          deliveryId: row.delivery_id,
          connectionId: row.connection_id,
          platform: row.platform,
          bodyHash: row.body_hash,
          topic: row.topic,
          isPulled: row.is_pulled,
          headers: row.headers,
          // Empty once its time is over, long after it was read.
          bodySealed: row.body_sealed ?? new Uint8Array(),
          state: row.state,
          receivedAt: row.received_at.getTime(),
        }
      )
    },

    async finish(deliveryId, { state, outcome, at }) {
      await transaction
        .updateTable('retailer_deliveries')
        .set((eb) => ({
          state,
          outcome,
          processed_at: new Date(at),
          attempts: eb('attempts', '+', 1),
        }))
        .where('retailer_id', '=', retailerId)
        .where('delivery_id', '=', deliveryId)
        .execute()
    },

    async reopen(deliveryId) {
      await transaction
        .updateTable('retailer_deliveries')
        .set({ state: 'received', outcome: null, processed_at: null })
        .where('retailer_id', '=', retailerId)
        .where('delivery_id', '=', deliveryId)
        .execute()
    },

    async forget(deliveryId) {
      await transaction
        .updateTable('retailer_deliveries')
        .set({ body_sealed: null, headers: '{}' })
        .where('retailer_id', '=', retailerId)
        .where('delivery_id', '=', deliveryId)
        .execute()
    },

    async countIn(state) {
      const row = await transaction
        .selectFrom('retailer_deliveries')
        .select(({ fn }) => fn.countAll<bigint>().as('count'))
        .where('retailer_id', '=', retailerId)
        .where('state', '=', state)
        .executeTakeFirstOrThrow()
      return Number(row.count)
    },
  }
}
