// The log of deliveries: each attempt, and the list with the last one, in PostgreSQL.

import type { WebhookAttemptRow, WebhookDeliveryRow, WebhookRows } from '#ports/webhook-rows.ts'
import type { Selectable } from 'kysely'

import type { WebhookTables } from '../tables/webhooks.ts'
import type { RetailerScope } from './scope.ts'

/** Rows of attempts. */
export function webhookAttemptRows({
  transaction,
  retailerId,
}: RetailerScope): Pick<WebhookRows, 'deliveries' | 'insertAttempt' | 'attempts'> {
  const attemptsOf = async (
    deliveryIds: readonly string[],
  ): Promise<ReadonlyMap<string, readonly WebhookAttemptRow[]>> => {
    if (deliveryIds.length === 0) return new Map()
    const rows = await transaction
      .selectFrom('retailer_webhook_attempts')
      .selectAll()
      .where('retailer_id', '=', retailerId)
      .where('delivery_id', 'in', [...deliveryIds])
      .orderBy('attempt')
      .execute()
    const byDelivery = new Map<string, WebhookAttemptRow[]>()
    for (const { delivery_id: deliveryId, attempt, at, status, reason, milliseconds } of rows) {
      const own = byDelivery.get(deliveryId) ?? []
      own.push({ attempt, at: at.getTime(), status, reason, milliseconds })
      byDelivery.set(deliveryId, own)
    }
    return byDelivery
  }

  return {
    async deliveries({ limit, after, endpointId, state }) {
      let query = transaction
        .selectFrom('retailer_webhook_deliveries')
        .selectAll()
        .where('retailer_id', '=', retailerId)
      if (after !== undefined) query = query.where('delivery_id', '<', after)
      if (endpointId !== undefined) query = query.where('endpoint_id', '=', endpointId)
      if (state !== undefined) query = query.where('state', '=', state)
      const rows = await query.orderBy('delivery_id', 'desc').limit(limit).execute()
      const attempts = await attemptsOf(rows.map((row) => row.delivery_id))
      return rows.map((row) => ({
        ...webhookDeliveryRow(row),
        last: attempts.get(row.delivery_id)?.at(-1),
      }))
    },

    async insertAttempt(deliveryId, { attempt, at, status, reason, milliseconds }) {
      await transaction
        .insertInto('retailer_webhook_attempts')
        .values({
          retailer_id: retailerId,
          delivery_id: deliveryId,
          attempt,
          at: new Date(at),
          status,
          reason,
          milliseconds,
        })
        .onConflict((conflict) => conflict.doNothing())
        .execute()
    },

    async attempts(deliveryId) {
      return (await attemptsOf([deliveryId])).get(deliveryId) ?? []
    },
  }
}

/** A delivery as its port has it. */
export function webhookDeliveryRow(
  row: Selectable<WebhookTables['retailer_webhook_deliveries']>,
): WebhookDeliveryRow {
  return {
    deliveryId: row.delivery_id,
    endpointId: row.endpoint_id,
    eventId: row.event_id,
    type: row.type,
    state: row.state,
    attempts: row.attempts,
    nextAt: row.next_at?.getTime() ?? null,
    createdAt: row.created_at.getTime(),
  }
}
