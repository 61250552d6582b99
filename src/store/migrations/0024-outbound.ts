// Where shops want to be told what happens, what they were told, each attempt at it, and below what a pool is low.
// A person's credits are found by what payments cover of them.

import { sql, type Kysely } from 'kysely'

/** Its name in the database, for good. */
export const migrationName = '0024-outbound'

const statements = [
  `create table retailer_webhook_endpoints (
    retailer_id text not null,
    endpoint_id text not null,
    url text not null,
    events jsonb not null,
    description text,
    secret_sealed bytea not null,
    previous_secret_sealed bytea,
    previous_until timestamptz,
    disabled_reason text,
    disabled_at timestamptz,
    failing_since timestamptz,
    failures integer not null,
    created_at timestamptz not null,
    primary key (retailer_id, endpoint_id)
  )`,
  `create table retailer_webhook_events (
    retailer_id text not null,
    event_id text not null,
    type text not null,
    once text,
    body text not null,
    at timestamptz not null,
    primary key (retailer_id, event_id),
    unique (retailer_id, once)
  )`,
  `create index retailer_webhook_events_by_time on retailer_webhook_events (retailer_id, at)`,
  `create table retailer_webhook_deliveries (
    retailer_id text not null,
    delivery_id text not null,
    endpoint_id text not null,
    event_id text not null,
    type text not null,
    state text not null,
    attempts integer not null,
    next_at timestamptz,
    created_at timestamptz not null,
    primary key (retailer_id, delivery_id)
  )`,
  `create index retailer_webhook_deliveries_by_event on retailer_webhook_deliveries (retailer_id, event_id)`,
  `create table retailer_webhook_attempts (
    retailer_id text not null,
    delivery_id text not null,
    attempt integer not null,
    at timestamptz not null,
    status integer,
    reason text,
    milliseconds integer not null,
    primary key (retailer_id, delivery_id, attempt)
  )`,
  `create index recommender_credits_by_sum on recommender_credits (recommender_id, cumulative_micros)`,
  `create table retailer_low_marks (
    retailer_id text not null,
    program_id text not null,
    micros bigint not null check (micros >= 0),
    primary key (retailer_id, program_id)
  )`,
]

/** Runs the statements in their order; the caller holds the lock and the database transaction. */
export async function up(database: Kysely<never>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(database)
}
