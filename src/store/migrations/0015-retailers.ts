// The numbers of all retailers, small and replicated: what has to be done for each of them starts from here, and asks no
// shard for everybody.

import { sql, type Kysely } from 'kysely'

/** Its name in the database, for good. */
export const migrationName = '0015-retailers'

const statements = [
  `create table chain_retailers (retailer_id text primary key)`,
  `insert into chain_retailers select retailer_id from retailer_profiles`,
]

/** Runs the statements in their order; the caller holds the lock and the database transaction. */
export async function up(database: Kysely<never>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(database)
}
