// Connections and what came through them, in PostgreSQL.

import { sql, type Selectable } from 'kysely'

import { SAMPLE_NUMBER } from '#domain/sample-number.ts'
import type { CarriedReference } from '#domain/order-facts.ts'
import type { ConnectionRows } from '#ports/connection-rows.ts'
import type { ConnectionRow } from '#ports/program-rows.ts'

import type { RetailerTables } from '../tables/retailer.ts'
import type { RetailerScope } from './scope.ts'

/** Connections of one retailer that are listed at most; a shop has a handful. */
const CONNECTIONS_LISTED_MAX = 1000

/** Rows of the retailer's connections. */
export function connectionRows(scope: RetailerScope): ConnectionRows {
  const { transaction, retailerId } = scope
  const change = (connectionId: string) =>
    transaction
      .updateTable('retailer_connections')
      .where('retailer_id', '=', retailerId)
      .where('connection_id', '=', connectionId)
  return {
    async list() {
      const rows = await transaction
        .selectFrom('retailer_connections')
        .selectAll()
        .where('retailer_id', '=', retailerId)
        .orderBy('created_at')
        .orderBy('connection_id')
        .limit(CONNECTIONS_LISTED_MAX)
        .execute()
      return rows.map(connectionRow)
    },

    async rotate(connectionId, { secretSealed, isSecretPasted, previousSecretUntil }) {
      await change(connectionId)
        .set(({ ref }) => ({
          previous_secret_sealed: ref('secret_sealed'),
          previous_secret_until: new Date(previousSecretUntil),
          secret_sealed: secretSealed,
          secret_pasted: isSecretPasted,
          refused_at: null,
          refused_code: null,
        }))
        .execute()
    },

    async close(connectionId, at) {
      await change(connectionId)
        .set({ closed_at: new Date(at), secret_sealed: new Uint8Array(), previous_secret_sealed: null })
        .execute()
    },

    async noteRefusal(connectionId, { at, code, spacingMs }) {
      await change(connectionId)
        .where(({ or, eb }) =>
          or([eb('refused_at', 'is', null), eb('refused_at', '<', new Date(at - spacingMs))]),
        )
        .set({ refused_at: new Date(at), refused_code: code })
        .execute()
    },

    async activity(connectionId, limit) {
      const place = { connectionId, limit }
      return {
        deliveries: await latestDeliveries(scope, place),
        firstOrderAt: await firstOrderAt(scope, connectionId),
        orders: await latestOrders(scope, place),
        refused: await latestRefusal(scope, connectionId),
      }
    },
  }
}

/** A stored connection as the rules see it. */
export function connectionRow(row: Selectable<RetailerTables['retailer_connections']>): ConnectionRow {
  return {
    connectionId: row.connection_id,
    platform: row.platform,
    currency: row.currency,
    secretSealed: row.secret_sealed,
    previousSecretSealed: row.previous_secret_sealed,
    previousSecretUntil: row.previous_secret_until?.getTime() ?? null,
    isSecretPasted: row.secret_pasted,
    createdAt: row.created_at.getTime(),
    closedAt: row.closed_at?.getTime() ?? null,
  }
}

type Place = { readonly connectionId: string; readonly limit: number }

async function latestDeliveries({ transaction, retailerId }: RetailerScope, { connectionId, limit }: Place) {
  const rows = await transaction
    .selectFrom('retailer_deliveries')
    .select(['topic', 'state', 'received_at'])
    .where('retailer_id', '=', retailerId)
    .where('connection_id', '=', connectionId)
    .where('is_pulled', '=', false)
    .orderBy('delivery_id', 'desc')
    .limit(limit)
    .execute()
  return rows.map((row) => ({ topic: row.topic, state: row.state, receivedAt: row.received_at.getTime() }))
}

async function firstOrderAt(scope: RetailerScope, connectionId: string) {
  const row = await ownOrders(scope, connectionId)
    .select('placed.created_at')
    .orderBy('placed.order_id')
    .limit(1)
    .executeTakeFirst()
  return row?.created_at.getTime() ?? null
}

/** Orders with what is known of their payment, without those by which somebody tried the connection out. */
function ownOrders({ transaction, retailerId }: RetailerScope, connectionId: string) {
  return transaction
    .selectFrom('retailer_orders as placed')
    .leftJoin('retailer_order_facts as fact', (join) =>
      join
        .onRef('fact.retailer_id', '=', 'placed.retailer_id')
        .onRef('fact.order_id', '=', 'placed.order_id')
        .on('fact.fact_key', '=', 'paid'),
    )
    .where('placed.retailer_id', '=', retailerId)
    .where('placed.connection_id', '=', connectionId)
    .where(({ not, and, eb }) =>
      not(
        and([
          eb('placed.external_id', '~', SAMPLE_NUMBER),
          sql<boolean>`coalesce(fact.body ->> 'test' = 'true', false)`,
        ]),
      ),
    )
}

async function latestOrders(scope: RetailerScope, { connectionId, limit }: Place) {
  const rows = await ownOrders(scope, connectionId)
    .select([
      'placed.created_at',
      sql<readonly CarriedReference[] | null>`fact.body -> 'references'`.as('references'),
    ])
    .orderBy('placed.order_id', 'desc')
    .limit(limit)
    .execute()
  return rows.map((row) => ({ seenAt: row.created_at.getTime(), references: row.references }))
}

async function latestRefusal({ transaction, retailerId }: RetailerScope, connectionId: string) {
  const row = await transaction
    .selectFrom('retailer_connections')
    .select(['refused_at', 'refused_code'])
    .where('retailer_id', '=', retailerId)
    .where('connection_id', '=', connectionId)
    .executeTakeFirst()
  const at = row?.refused_at?.getTime()
  return at === undefined ? null : { at, code: row?.refused_code ?? '' }
}
