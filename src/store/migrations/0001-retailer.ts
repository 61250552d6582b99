// The retailer's family of tables, first part: who it is, its programs, links, clicks, deliveries and orders. Every
// primary key starts with retailer_id, so that the family can be sharded by it.

import { sql, type Kysely } from 'kysely'

/** Its name in the database, for good. */
export const migrationName = '0001-retailer'

const statements = [
  `create table retailer_profiles (
    retailer_id text primary key,
    name text not null,
    secret_sealed bytea not null,
    created_at timestamptz not null
  )`,
  `create table retailer_api_keys (
    retailer_id text not null,
    key_id text not null,
    secret_hash bytea not null,
    created_at timestamptz not null,
    revoked_at timestamptz,
    primary key (retailer_id, key_id)
  )`,
  `create table retailer_sign_ins (
    retailer_id text not null,
    token_hash bytea not null,
    created_at timestamptz not null,
    expires_at timestamptz not null,
    revoked_at timestamptz,
    primary key (retailer_id, token_hash)
  )`,
  `create table retailer_connections (
    retailer_id text not null,
    connection_id text not null,
    platform text not null,
    currency text not null,
    secret_sealed bytea not null,
    previous_secret_sealed bytea,
    created_at timestamptz not null,
    primary key (retailer_id, connection_id)
  )`,
  `create table retailer_programs (
    retailer_id text not null,
    program_id text not null,
    name text not null,
    shop_url text not null,
    policy_hash text not null,
    created_at timestamptz not null,
    primary key (retailer_id, program_id)
  )`,
  `create table retailer_policies (
    retailer_id text not null,
    program_id text not null,
    policy_hash text not null,
    body jsonb not null,
    effective_from timestamptz not null,
    primary key (retailer_id, program_id, policy_hash)
  )`,
  `create table retailer_pools (
    retailer_id text not null,
    program_id text not null,
    owner_address text not null,
    owner_key_sealed bytea not null,
    order_address text not null,
    order_key_sealed bytea not null,
    min_hold_seconds integer not null,
    reward_cap_micros bigint not null,
    rate_capacity_micros bigint not null,
    rate_micros_per_day bigint not null,
    pool integer,
    next_seq integer not null,
    created_at timestamptz not null,
    primary key (retailer_id, program_id)
  )`,
  `create table retailer_fundings (
    retailer_id text not null,
    funding_id text not null,
    program_id text not null,
    micros bigint not null check (micros > 0),
    state text not null,
    created_at timestamptz not null,
    primary key (retailer_id, funding_id)
  )`,
  `create table retailer_enrollments (
    retailer_id text not null,
    program_id text not null,
    recommender_id text not null,
    handle text not null,
    payee text not null,
    email_key bytea,
    created_at timestamptz not null,
    primary key (retailer_id, program_id, recommender_id),
    unique (retailer_id, program_id, handle)
  )`,
  `create table retailer_links (
    retailer_id text not null,
    code text not null,
    program_id text not null,
    recommender_id text not null,
    created_at timestamptz not null,
    primary key (retailer_id, code)
  )`,
  `create table retailer_clicks (
    retailer_id text not null,
    click_id text not null,
    code text not null,
    clicked_at timestamptz not null,
    visitor_key bytea,
    verdict text not null,
    primary key (retailer_id, click_id)
  )`,
  `create index retailer_clicks_by_code on retailer_clicks (retailer_id, code, clicked_at)`,
  `create table retailer_deliveries (
    retailer_id text not null,
    connection_id text not null,
    body_hash bytea not null,
    delivery_id text not null,
    platform text not null,
    headers jsonb not null,
    body_sealed bytea not null,
    state text not null,
    outcome text,
    received_at timestamptz not null,
    processed_at timestamptz,
    attempts integer not null,
    primary key (retailer_id, connection_id, body_hash),
    unique (retailer_id, delivery_id)
  )`,
  `create table retailer_orders (
    retailer_id text not null,
    order_id text not null,
    connection_id text not null,
    external_id text not null,
    source_order bytea not null,
    outcome text not null,
    reason text not null,
    attribution jsonb,
    program_id text,
    counted_seq integer,
    updated_at timestamptz not null,
    created_at timestamptz not null,
    primary key (retailer_id, order_id),
    unique (retailer_id, connection_id, external_id)
  )`,
  `create index retailer_orders_uncounted on retailer_orders (retailer_id, program_id) where counted_seq is null`,
  `create table retailer_order_facts (
    retailer_id text not null,
    order_id text not null,
    fact_key text not null,
    body jsonb not null,
    delivery_id text not null,
    recorded_at timestamptz not null,
    primary key (retailer_id, order_id, fact_key)
  )`,
]

/** Runs the statements in their order; the caller holds the lock and the database transaction. */
export async function up(database: Kysely<never>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(database)
}
