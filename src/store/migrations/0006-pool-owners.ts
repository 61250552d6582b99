// A pool on the ledger may be handed over to another owner than the managed key that opened it.

import { sql, type Kysely } from 'kysely'

/** Its name in the database, for good. */
export const migrationName = '0006-pool-owners'

export async function up(database: Kysely<never>): Promise<void> {
  await sql.raw('alter table retailer_pools add column handed_over_to text').execute(database)
}
