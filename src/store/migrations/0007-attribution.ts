// What attribution keeps: how far people reach, who brought whom, which campaign a link belongs to, what was granted
// and for how long it is held, versions of policies, and whom a customer belongs to.

import { sql, type Kysely } from 'kysely'

/** Its name in the database, for good. */
export const migrationName = '0007-attribution'

const statements = [
  `alter table retailer_enrollments
    add column status text not null default 'active',
    add column status_at timestamptz,
    add column followers bigint not null default 0,
    add column follower_evidence text not null default 'none',
    add column trusted boolean not null default false,
    add column parent_recommender_id text,
    add column joined_via text`,
  `create index retailer_enrollments_by_parent
    on retailer_enrollments (retailer_id, program_id, parent_recommender_id)
    where parent_recommender_id is not null`,
  `alter table retailer_links add column campaign_id text`,
  `alter table retailer_orders
    add column paid_at timestamptz,
    add column customer_key text,
    add column buyer_key text,
    add column granted_micros bigint not null default 0`,
  `create index retailer_orders_by_customer on retailer_orders (retailer_id, customer_key, paid_at)
    where customer_key is not null`,
  `create index retailer_orders_by_buyer on retailer_orders (retailer_id, buyer_key, paid_at)
    where buyer_key is not null`,
  `create index retailer_orders_by_payment on retailer_orders (retailer_id, program_id, paid_at)`,
  `alter table retailer_rewards
    add column role text not null default 'direct',
    add column granted_micros bigint not null default 0,
    add column hold_seconds integer,
    add column tier smallint not null default 0,
    add column followers bigint not null default 0,
    add column follower_evidence text not null default 'none',
    add column paid_at timestamptz`,
  `create index retailer_rewards_by_recommender
    on retailer_rewards (retailer_id, program_id, recommender_id, paid_at)`,
  `create table retailer_policy_versions (
    retailer_id text not null,
    program_id text not null,
    version_no integer not null,
    policy_hash text not null,
    effective_from timestamptz not null,
    published_at timestamptz not null,
    primary key (retailer_id, program_id, version_no)
  )`,
  `insert into retailer_policy_versions
    select program.retailer_id, program.program_id, 1, program.policy_hash, program.created_at, program.created_at
    from retailer_programs program`,
  `create table retailer_customer_bindings (
    retailer_id text not null,
    program_id text not null,
    buyer_key text not null,
    recommender_id text not null,
    code text not null,
    bound_at timestamptz not null,
    primary key (retailer_id, program_id, buyer_key)
  )`,
]

/** Runs the statements in their order; the caller holds the lock and the database transaction. */
export async function up(database: Kysely<never>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(database)
}
