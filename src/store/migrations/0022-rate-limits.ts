// Counts of requests, beside the three families: they belong to no shop and no person, and are worth nothing in a minute.

import { sql, type Kysely } from 'kysely'

/** Its name in the database, for good. */
export const migrationName = '0022-rate-limits'

// Unlogged: counts that a crash of the database loses begin anew. The columns are those that the counter writes.
const statements = [
  `create schema limits`,
  `create unlogged table limits.requests (
    key varchar(255) primary key,
    points integer not null default 0,
    expire bigint
  )`,
  `create index requests_by_expiry on limits.requests (expire)`,
]

/** Runs the statements in their order; the caller holds the lock and the database transaction. */
export async function up(database: Kysely<never>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(database)
}
