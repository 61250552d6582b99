// Passkey accounts: what their addresses were made of, and what their people tell them.

import { sql, type Kysely } from 'kysely'

/** Its name in the database, for good. */
export const migrationName = '0032-accounts'

const statements = [
  `create table recommender_accounts (
    recommender_id text primary key,
    key_x text not null,
    key_y text not null,
    recovery_x text not null,
    recovery_y text not null,
    created_at timestamptz not null
  )`,
  `create table recommender_instructions (
    recommender_id text not null,
    instruction_id text not null,
    account text not null,
    body jsonb not null,
    digest text not null,
    state text not null,
    signature text,
    from_block bigint not null,
    ready_at_seconds bigint,
    attempt integer not null,
    try_after_seconds bigint,
    refusal text,
    asked_at timestamptz not null,
    primary key (recommender_id, instruction_id)
  )`,
  // An account counts what its key signs: of two that are carried at one time one would be refused.
  `create unique index recommender_instructions_signed on recommender_instructions (recommender_id)
    where state = 'signed'`,
]

/** Runs the statements in their order; the caller holds the lock and the database transaction. */
export async function up(database: Kysely<never>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(database)
}
