// What the inbox needs for four platforms: the name of each delivery, wherever it stood.

import { sql, type Kysely } from 'kysely'

/** Its name in the database, for good. */
export const migrationName = '0018-adapters'

const statements = [
  `alter table retailer_deliveries add column topic text`,
  `update retailer_deliveries set topic = headers->>'x-shopify-topic'`,
]

/** Runs the statements in their order; the caller holds the lock and the database transaction. */
export async function up(database: Kysely<never>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(database)
}
