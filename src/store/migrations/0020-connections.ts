// Connections that are rotated, closed and looked after.

import { sql, type Kysely } from 'kysely'

/** Its name in the database, for good. */
export const migrationName = '0020-connections'

const statements = [
  `alter table retailer_connections
     add column secret_pasted boolean not null default false,
     add column previous_secret_until timestamptz,
     add column closed_at timestamptz,
     add column refused_at timestamptz,
     add column refused_code text`,
]

/** Runs the statements in their order; the caller holds the lock and the database transaction. */
export async function up(database: Kysely<never>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(database)
}
