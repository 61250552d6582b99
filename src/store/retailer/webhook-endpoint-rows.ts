// Addresses that a shop is told at, in PostgreSQL.

import type { WebhookEndpointRow, WebhookRows } from '#ports/webhook-rows.ts'
import type { Selectable, Updateable } from 'kysely'

import type { WebhookTables } from '../tables/webhooks.ts'
import type { RetailerScope } from './scope.ts'

type EndpointMethods =
  | 'insertEndpoint'
  | 'endpoint'
  | 'lockEndpoint'
  | 'endpoints'
  | 'updateEndpoint'
  | 'removeEndpoint'
  | 'listening'

type EndpointTable = WebhookTables['retailer_webhook_endpoints']

/** Rows of the retailer's webhook endpoints. */
export function webhookEndpointRows({
  transaction,
  retailerId,
}: RetailerScope): Pick<WebhookRows, EndpointMethods> {
  const endpoints = () =>
    transaction.selectFrom('retailer_webhook_endpoints').selectAll().where('retailer_id', '=', retailerId)

  return {
    async insertEndpoint({ endpointId, createdAt, ...row }) {
      await transaction
        .insertInto('retailer_webhook_endpoints')
        .values({
          retailer_id: retailerId,
          endpoint_id: endpointId,
          url: row.url,
          events: JSON.stringify(row.events),
          description: row.description,
          secret_sealed: row.secretSealed,
          previous_secret_sealed: row.previousSecretSealed,
          previous_until: dateOf(row.previousUntil),
          disabled_reason: row.disabledReason,
          disabled_at: dateOf(row.disabledAt),
          failing_since: dateOf(row.failingSince),
          failures: row.failures,
          created_at: new Date(createdAt),
        })
        .execute()
    },

    async endpoint(endpointId) {
      const row = await endpoints().where('endpoint_id', '=', endpointId).executeTakeFirst()
      return row && endpointRow(row)
    },

    async lockEndpoint(endpointId) {
      const row = await endpoints().where('endpoint_id', '=', endpointId).forUpdate().executeTakeFirst()
      return row && endpointRow(row)
    },

    async endpoints() {
      return (await endpoints().orderBy('endpoint_id').execute()).map(endpointRow)
    },

    async updateEndpoint(endpointId, change) {
      await transaction
        .updateTable('retailer_webhook_endpoints')
        .set(columnsOf(change))
        .where('retailer_id', '=', retailerId)
        .where('endpoint_id', '=', endpointId)
        .execute()
    },

    async removeEndpoint(endpointId) {
      await transaction
        .deleteFrom('retailer_webhook_endpoints')
        .where('retailer_id', '=', retailerId)
        .where('endpoint_id', '=', endpointId)
        .execute()
    },

    async listening() {
      const rows = await transaction
        .selectFrom('retailer_webhook_endpoints')
        .select(['endpoint_id', 'events'])
        .where('retailer_id', '=', retailerId)
        .where('disabled_at', 'is', null)
        .orderBy('endpoint_id')
        .execute()
      return rows.map(({ endpoint_id: endpointId, events }) => ({ endpointId, events }))
    },
  }
}

function endpointRow(row: Selectable<EndpointTable>): WebhookEndpointRow {
  return {
    endpointId: row.endpoint_id,
    url: row.url,
    events: row.events,
    description: row.description,
    secretSealed: row.secret_sealed,
    previousSecretSealed: row.previous_secret_sealed,
    previousUntil: row.previous_until?.getTime() ?? null,
    disabledReason: row.disabled_reason,
    disabledAt: row.disabled_at?.getTime() ?? null,
    failingSince: row.failing_since?.getTime() ?? null,
    failures: row.failures,
    createdAt: row.created_at.getTime(),
  }
}

function columnsOf(change: Parameters<WebhookRows['updateEndpoint']>[1]): Updateable<EndpointTable> {
  const { url, events, description, secretSealed, previousSecretSealed, failures, disabledReason } = change
  return {
    ...(url === undefined ? {} : { url }),
    ...(events === undefined ? {} : { events: JSON.stringify(events) }),
    ...(description === undefined ? {} : { description }),
    ...(secretSealed === undefined ? {} : { secret_sealed: secretSealed }),
    ...(previousSecretSealed === undefined ? {} : { previous_secret_sealed: previousSecretSealed }),
    ...(change.previousUntil === undefined ? {} : { previous_until: dateOf(change.previousUntil) }),
    ...(disabledReason === undefined ? {} : { disabled_reason: disabledReason }),
    ...(change.disabledAt === undefined ? {} : { disabled_at: dateOf(change.disabledAt) }),
    ...(change.failingSince === undefined ? {} : { failing_since: dateOf(change.failingSince) }),
    ...(failures === undefined ? {} : { failures }),
  }
}

function dateOf(at: number | null): Date | null {
  return at === null ? null : new Date(at)
}
