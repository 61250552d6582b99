// How far each connection's orders have been read from the shop's own interface, and the sealed credentials for it.

import { sql, type Kysely } from 'kysely'

/** Its name in the database, for good. */
export const migrationName = '0019-pull'

const statements = [
  `create table retailer_pulls (
    retailer_id text not null,
    connection_id text not null,
    credentials_sealed bytea not null,
    swept_since timestamptz,
    newest_seen timestamptz,
    place text,
    next_at timestamptz not null,
    last_pulled_at timestamptz,
    caught_up_at timestamptz,
    last_error text,
    failures integer not null,
    messages bigint not null,
    claim_token text,
    claimed_until timestamptz,
    primary key (retailer_id, connection_id)
  )`,
  `alter table retailer_deliveries add column is_pulled boolean not null default false`,
]

/** Runs the statements in their order; the caller holds the lock and the database transaction. */
export async function up(database: Kysely<never>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(database)
}
