// What four platforms need: the name of each delivery, wherever it stood, and by which numbers a platform speaks of one
// order.

import { sql, type Kysely } from 'kysely'

/** Its name in the database, for good. */
export const migrationName = '0018-adapters'

const statements = [
  `alter table retailer_deliveries add column topic text`,
  `update retailer_deliveries set topic = headers->>'x-shopify-topic'`,
  `create table retailer_order_names (
    retailer_id text not null,
    connection_id text not null,
    name text not null,
    external_id text not null,
    primary key (retailer_id, connection_id, name)
  )`,
  `create index retailer_order_names_by_order on retailer_order_names (retailer_id, connection_id, external_id)`,
]

/** Runs the statements in their order; the caller holds the lock and the database transaction. */
export async function up(database: Kysely<never>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(database)
}
