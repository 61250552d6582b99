// The recommender's family of tables: the person, the payee's book from final chain events, and a projection of
// rewards that the outbox feeds. Every primary key starts with recommender_id.

import { sql, type Kysely } from 'kysely'

/** Its name in the database, for good. */
export const migrationName = '0002-recommender'

const statements = [
  `create table recommender_people (
    recommender_id text primary key,
    handle text not null,
    payee text not null,
    created_at timestamptz not null
  )`,
  `create table recommender_sign_ins (
    recommender_id text not null,
    token_hash bytea not null,
    created_at timestamptz not null,
    revoked_at timestamptz,
    primary key (recommender_id, token_hash)
  )`,
  `create table recommender_links (
    recommender_id text not null,
    code text not null,
    retailer_id text not null,
    program_id text not null,
    program_name text not null,
    shop_name text not null,
    created_at timestamptz not null,
    primary key (recommender_id, code)
  )`,
  `create table recommender_rewards (
    recommender_id text not null,
    reward_id text not null,
    retailer_id text not null,
    program_id text not null,
    shop_name text not null,
    code text not null,
    body jsonb not null,
    ordered_at timestamptz not null,
    updated_at timestamptz not null,
    primary key (recommender_id, reward_id)
  )`,
  `create table recommender_credits (
    recommender_id text not null,
    credit_id text not null,
    position bigint not null,
    pool integer not null,
    seq integer not null,
    tag text not null,
    micros bigint not null check (micros > 0),
    cumulative_micros bigint not null,
    at timestamptz not null,
    primary key (recommender_id, credit_id)
  )`,
  `create table recommender_journal (
    recommender_id text not null,
    entry_id text not null,
    kind text not null,
    debit text not null,
    credit text not null,
    micros bigint not null check (micros > 0),
    chain_transaction text not null,
    at timestamptz not null,
    primary key (recommender_id, entry_id),
    check (debit <> credit)
  )`,
  `create table recommender_journal_balances (
    recommender_id text not null,
    account text not null,
    micros bigint not null,
    primary key (recommender_id, account)
  )`,
]

/** Runs the statements in their order; the caller holds the lock and the database transaction. */
export async function up(database: Kysely<never>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(database)
}
