// What a shop was told and how each attempt went, in PostgreSQL.

import { micros } from '#domain/money.ts'

import type { WebhookRows } from '#ports/webhook-rows.ts'

import type { RetailerScope } from './scope.ts'
import { webhookAttemptRows, webhookDeliveryRow } from './webhook-attempt-rows.ts'
import { webhookEndpointRows } from './webhook-endpoint-rows.ts'

type EventMethods = 'insertEvents' | 'event' | 'forgetEvents'
type DeliveryMethods = 'insertDeliveries' | 'delivery' | 'lockDelivery' | 'updateDelivery'
type SourceMethods = 'lowMark' | 'setLowMark' | 'ordersOf' | 'rewardOfRecord'

/** Rows of the retailer's outgoing webhooks. */
export function webhookRows(scope: RetailerScope): WebhookRows {
  return {
    ...webhookEndpointRows(scope),
    ...eventRows(scope),
    ...deliveryRows(scope),
    ...webhookAttemptRows(scope),
    ...sourceRows(scope),
  }
}

function eventRows({ transaction, retailerId }: RetailerScope): Pick<WebhookRows, EventMethods> {
  return {
    async insertEvents(rows) {
      if (rows.length === 0) return new Set()
      const inserted = await transaction
        .insertInto('retailer_webhook_events')
        .values(
          rows.map(({ eventId, type, once, body, at }) => ({
            retailer_id: retailerId,
            event_id: eventId,
            type,
            once,
            body,
            at: new Date(at),
          })),
        )
        .onConflict((conflict) => conflict.columns(['retailer_id', 'once']).doNothing())
        .returning('event_id')
        .execute()
      return new Set(inserted.map((row) => row.event_id))
    },

    async event(eventId) {
      const row = await transaction
        .selectFrom('retailer_webhook_events')
        .selectAll()
        .where('retailer_id', '=', retailerId)
        .where('event_id', '=', eventId)
        .executeTakeFirst()
      return row && { eventId, type: row.type, once: row.once, body: row.body, at: row.at.getTime() }
    },

    async forgetEvents({ before, limit }) {
      const old = await transaction
        .selectFrom('retailer_webhook_events')
        .select('event_id')
        .where('retailer_id', '=', retailerId)
        .where('at', '<', new Date(before))
        .limit(limit)
        .execute()
      const eventIds = old.map((row) => row.event_id)
      if (eventIds.length === 0) return 0
      const deliveries = transaction
        .selectFrom('retailer_webhook_deliveries')
        .select('delivery_id')
        .where('retailer_id', '=', retailerId)
        .where('event_id', 'in', eventIds)
      await transaction
        .deleteFrom('retailer_webhook_attempts')
        .where('retailer_id', '=', retailerId)
        .where('delivery_id', 'in', deliveries)
        .execute()
      await transaction
        .deleteFrom('retailer_webhook_deliveries')
        .where('retailer_id', '=', retailerId)
        .where('event_id', 'in', eventIds)
        .execute()
      await transaction
        .deleteFrom('retailer_webhook_events')
        .where('retailer_id', '=', retailerId)
        .where('event_id', 'in', eventIds)
        .execute()
      return eventIds.length
    },
  }
}

function deliveryRows({ transaction, retailerId }: RetailerScope): Pick<WebhookRows, DeliveryMethods> {
  const deliveries = () =>
    transaction.selectFrom('retailer_webhook_deliveries').selectAll().where('retailer_id', '=', retailerId)

  return {
    async insertDeliveries(rows) {
      if (rows.length === 0) return
      await transaction
        .insertInto('retailer_webhook_deliveries')
        .values(
          rows.map((row) => ({
            retailer_id: retailerId,
            delivery_id: row.deliveryId,
            endpoint_id: row.endpointId,
            event_id: row.eventId,
            type: row.type,
            state: row.state,
            attempts: row.attempts,
            next_at: row.nextAt === null ? null : new Date(row.nextAt),
            created_at: new Date(row.createdAt),
          })),
        )
        .execute()
    },

    async delivery(deliveryId) {
      const row = await deliveries().where('delivery_id', '=', deliveryId).executeTakeFirst()
      return row && webhookDeliveryRow(row)
    },

    async lockDelivery(deliveryId) {
      const row = await deliveries().where('delivery_id', '=', deliveryId).forUpdate().executeTakeFirst()
      return row && webhookDeliveryRow(row)
    },

    async updateDelivery(deliveryId, { state, attempts, nextAt }) {
      await transaction
        .updateTable('retailer_webhook_deliveries')
        .set({ state, attempts, next_at: nextAt === null ? null : new Date(nextAt) })
        .where('retailer_id', '=', retailerId)
        .where('delivery_id', '=', deliveryId)
        .execute()
    },
  }
}

function sourceRows({ transaction, retailerId }: RetailerScope): Pick<WebhookRows, SourceMethods> {
  return {
    async lowMark(programId) {
      const row = await transaction
        .selectFrom('retailer_low_marks')
        .select('micros')
        .where('retailer_id', '=', retailerId)
        .where('program_id', '=', programId)
        .executeTakeFirst()
      return row && micros(row.micros)
    },

    async setLowMark(programId, mark) {
      await transaction
        .insertInto('retailer_low_marks')
        .values({ retailer_id: retailerId, program_id: programId, micros: mark })
        .onConflict((conflict) =>
          conflict.columns(['retailer_id', 'program_id']).doUpdateSet({ micros: mark }),
        )
        .execute()
    },

    async ordersOf(rewardIds) {
      if (rewardIds.length === 0) return new Map()
      const rows = await transaction
        .selectFrom('retailer_rewards')
        .select(['reward_id', 'order_id'])
        .where('retailer_id', '=', retailerId)
        .where('reward_id', 'in', [...rewardIds])
        .execute()
      return new Map(rows.map((row) => [row.reward_id, row.order_id]))
    },

    async rewardOfRecord({ programId, seq, tag, payee }) {
      const row = await transaction
        .selectFrom('retailer_records as record')
        .innerJoin('retailer_batches as batch', (join) =>
          join
            .onRef('batch.retailer_id', '=', 'record.retailer_id')
            .onRef('batch.program_id', '=', 'record.program_id')
            .onRef('batch.seq', '=', 'record.seq')
            .onRef('batch.attempt', '=', 'record.attempt'),
        )
        .innerJoin('retailer_rewards as reward', (join) =>
          join
            .onRef('reward.retailer_id', '=', 'record.retailer_id')
            .onRef('reward.reward_id', '=', 'record.reward_id'),
        )
        .select(['reward.reward_id', 'reward.order_id'])
        .where('record.retailer_id', '=', retailerId)
        .where('record.program_id', '=', programId)
        .where('record.seq', '=', seq)
        .where('record.tag', '=', tag)
        .where('record.payee', '=', payee)
        .where('batch.state', '=', 'settled')
        .executeTakeFirst()
      return row && { rewardId: row.reward_id, orderId: row.order_id }
    },
  }
}
