// API keys that are named, allowed some things, and end; sessions of shops and people; wallets and passkeys to sign in
// with; and the challenges that were answered once.

import { sql, type Kysely } from 'kysely'

/** Its name in the database, for good. */
export const migrationName = '0023-identity'

const statements = [
  // Every key there was could do everything, and did not end.
  `alter table retailer_api_keys
    add column name text not null default 'first key',
    add column scopes jsonb not null default '["admin"]',
    add column expires_at timestamptz,
    add column last_used_on text`,
  `create table retailer_sessions (
    retailer_id text not null,
    session_id text not null,
    token_hash bytea not null,
    opened_by text not null,
    created_at timestamptz not null,
    expires_at timestamptz not null,
    last_used_on text not null,
    primary key (retailer_id, session_id)
  )`,
  `create table recommender_sessions (
    recommender_id text not null,
    session_id text not null,
    token_hash bytea not null,
    opened_by text not null,
    created_at timestamptz not null,
    expires_at timestamptz not null,
    last_used_on text not null,
    primary key (recommender_id, session_id)
  )`,
  `create table recommender_passkeys (
    recommender_id text not null,
    credential_id text not null,
    public_key bytea not null,
    counter bigint not null,
    created_at timestamptz not null,
    primary key (recommender_id, credential_id)
  )`,
  // Finds the person of a passkey; its recommender_id is made of the credential's id, so that it has a shard of its own.
  `create table recommender_passkey_owners (
    recommender_id text primary key,
    owner_id text not null
  )`,
  // Few, as shops are; a wallet that signs in says nothing of the shop that it is of.
  `create table chain_wallets (
    address text primary key,
    retailer_id text not null,
    bound_at timestamptz not null
  )`,
  `create index chain_wallets_by_retailer on chain_wallets (retailer_id)`,
  `create table chain_spent_challenges (
    challenge_hash bytea primary key,
    expires_at timestamptz not null
  )`,
  `create index chain_spent_challenges_by_end on chain_spent_challenges (expires_at)`,
]

/** Runs the statements in their order; the caller holds the lock and the database transaction. */
export async function up(database: Kysely<never>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(database)
}
