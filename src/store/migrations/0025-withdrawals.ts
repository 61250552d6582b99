// Money that a shop takes back from a pool, from asking for it to having it, and programs that come to an end.

import { sql, type Kysely } from 'kysely'

/** Its name in the database, for good. */
export const migrationName = '0025-withdrawals'

const statements = [
  `create table retailer_withdrawals (
    retailer_id text not null,
    withdrawal_id text not null,
    program_id text not null,
    micros bigint not null check (micros > 0),
    pays_to text not null,
    state text not null,
    asked_at timestamptz not null,
    ready_at_seconds bigint,
    paid_micros bigint,
    attempt integer not null default 0,
    try_after timestamptz,
    primary key (retailer_id, withdrawal_id)
  )`,
  // One at a time for each pool: the ledger knows one request.
  `create unique index retailer_withdrawals_live on retailer_withdrawals (retailer_id, program_id)
    where state in ('asked', 'announced', 'cancelling', 'paid')`,
  `create table retailer_closings (
    retailer_id text not null,
    program_id text not null,
    last_order_at timestamptz not null,
    pays_to text not null,
    asked_at timestamptz not null,
    done_at timestamptz,
    primary key (retailer_id, program_id)
  )`,
]

/** Runs the statements in their order; the caller holds the lock and the database transaction. */
export async function up(database: Kysely<never>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(database)
}
