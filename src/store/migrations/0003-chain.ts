// The chain's family of tables: small, the same for every retailer, replicated. What is pinned, what was followed,
// and what is sent.

import { sql, type Kysely } from 'kysely'

/** Its name in the database, for good. */
export const migrationName = '0003-chain'

const statements = [
  // One row: a database belongs to one ledger on one chain.
  `create table chain_identity (
    single_row boolean primary key check (single_row),
    chain_id bigint not null,
    ledger text not null,
    token text not null,
    ledger_code_hash text not null,
    deploy_block bigint not null,
    deploy_block_hash text not null,
    final_number bigint,
    pinned_at timestamptz not null
  )`,
  `create table chain_blocks (
    number bigint primary key,
    hash text not null,
    parent_hash text not null,
    timestamp_seconds bigint not null,
    received_at timestamptz not null
  )`,
  `create table chain_events (
    block_number bigint not null,
    log_index integer not null,
    block_hash text not null,
    block_timestamp_seconds bigint not null,
    transaction_hash text not null,
    payload jsonb not null,
    applied_at timestamptz,
    primary key (block_number, log_index)
  )`,
  `create index chain_events_unapplied on chain_events (block_number, log_index) where applied_at is null`,
  `create table chain_pools (
    pool integer primary key,
    retailer_id text not null
  )`,
  `create table chain_transactions (
    key text primary key,
    sender text not null,
    to_address text not null,
    data text not null,
    value_wei numeric(78, 0) not null,
    after_key text,
    state text not null,
    nonce bigint,
    hash text,
    raw text,
    hashes text[] not null,
    gas_limit bigint,
    max_fee_per_gas numeric(78, 0),
    max_priority_fee_per_gas numeric(78, 0),
    replacements integer not null,
    mined_hash text,
    block_number bigint,
    block_hash text,
    gas_used bigint,
    succeeded boolean,
    refusal text,
    fence bigint,
    planned_at timestamptz not null,
    postponed_until timestamptz,
    signed_at timestamptz,
    broadcast_at timestamptz,
    mined_at timestamptz,
    ended_at timestamptz,
    nonce_taken_since timestamptz
  )`,
  `create index chain_transactions_live on chain_transactions (sender, state, planned_at)
    where state in ('planned', 'signed', 'broadcast', 'mined')`,
  // A nonce belongs to one chain transaction; only a requeued one gives its nonce up, and the chain has consumed it.
  `create unique index chain_transactions_by_nonce on chain_transactions (sender, nonce) where nonce is not null`,
  `create index chain_transactions_by_hash on chain_transactions using gin (hashes)`,
  `create table chain_nonces (
    sender text primary key,
    next_nonce bigint not null,
    fence bigint not null
  )`,
  `create table chain_leaders (
    lease text primary key,
    fence bigint not null,
    taken_at timestamptz not null
  )`,
]

/** Runs the statements in their order; the caller holds the lock and the database transaction. */
export async function up(database: Kysely<never>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(database)
}
