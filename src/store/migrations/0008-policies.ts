// Reading what a month's budget has left, and orders that wait for a currency rate.

import { sql, type Kysely } from 'kysely'

/** Its name in the database, for good. */
export const migrationName = '0008-policies'

const statements = [
  `create index retailer_batches_by_signing on retailer_batches (retailer_id, program_id, created_at)`,
  `create index retailer_orders_by_waiting on retailer_orders (retailer_id, program_id, order_id)
    where outcome = 'waiting-for-rate'`,
]

/** Runs the statements in their order; the caller holds the lock and the database transaction. */
export async function up(database: Kysely<never>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(database)
}
