// Pools that are handed over to the retailer's own wallet: whom it asked for, and whom the ledger has offered the pool to.

import { sql, type Kysely } from 'kysely'

/** Its name in the database, for good. */
export const migrationName = '0026-pool-offers'

/** Runs in the caller's database transaction, under its lock. */
export async function up(database: Kysely<never>): Promise<void> {
  await sql
    .raw('alter table retailer_pools add column asked_owner text, add column offered_to text')
    .execute(database)
}
