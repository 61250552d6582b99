// Pools whose order key is the retailer's own: batches and amendments that wait for its signature, and rewards that it
// has set aside.

import { sql, type Kysely } from 'kysely'

/** Its name in the database, for good. */
export const migrationName = '0021-countersign'

const statements = [
  `alter table retailer_pools alter column order_key_sealed drop not null`,
  `alter table retailer_batches alter column signature drop not null`,
  `alter table retailer_amendments alter column signature drop not null`,
  `create table retailer_set_asides (
    retailer_id text not null,
    reward_id text not null,
    reason text not null,
    target_micros bigint not null check (target_micros >= 0),
    at timestamptz not null,
    until timestamptz,
    primary key (retailer_id, reward_id)
  )`,
]

/** Runs the statements in their order; the caller holds the lock and the database transaction. */
export async function up(database: Kysely<never>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(database)
}
