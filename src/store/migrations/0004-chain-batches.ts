// What every batch on the ledger holds, whoever carried it there: the payee's book needs it when a batch is settled.

import { sql, type Kysely } from 'kysely'

/** Its name in the database, for good. */
export const migrationName = '0004-chain-batches'

const statements = [
  `create table chain_batches (
    pool integer not null,
    seq integer not null,
    records text not null,
    amendments jsonb not null,
    primary key (pool, seq)
  )`,
  `create table chain_audits (
    audited_at timestamptz primary key,
    body jsonb not null
  )`,
  `create table chain_senders (
    address text primary key,
    retailer_id text not null,
    program_id text not null
  )`,
  `create table chain_deferred_payees (
    payee text primary key,
    attempts integer not null,
    next_attempt_at timestamptz not null
  )`,
]

/** Runs the statements in their order; the caller holds the lock and the database transaction. */
export async function up(database: Kysely<never>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(database)
}
