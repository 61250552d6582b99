// What a shop does not let us read beside its orders, such as disputes.

import { sql, type Kysely } from 'kysely'

/** Its name in the database, for good. */
export const migrationName = '0031-pulls-withheld'

/** Runs in the caller's database transaction, under its lock. */
export async function up(database: Kysely<never>): Promise<void> {
  await sql.raw('alter table retailer_pulls add column withheld text').execute(database)
}
