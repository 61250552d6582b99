// What the rules against misuse look back on, and the queue of rewards under review.

import { sql, type Kysely } from 'kysely'

/** Its name in the database, for good. */
export const migrationName = '0009-misuse'

const statements = [
  `alter table retailer_enrollments add column email_domain_key bytea`,
  `create index retailer_enrollments_by_email on retailer_enrollments (retailer_id, program_id, email_key)
    where email_key is not null`,
  `alter table retailer_orders add column eligible_micros bigint`,
  `create index retailer_orders_by_size on retailer_orders (retailer_id, program_id, eligible_micros)
    where eligible_micros is not null`,
  `create table retailer_reviews (
    retailer_id text not null,
    review_id text not null,
    program_id text not null,
    order_id text not null,
    reward_id text not null,
    recommender_id text not null,
    verdicts jsonb not null,
    state text not null,
    opened_at timestamptz not null,
    due_at timestamptz not null,
    decided_at timestamptz,
    reason text,
    note text,
    primary key (retailer_id, review_id),
    unique (retailer_id, reward_id)
  )`,
  `create index retailer_reviews_open on retailer_reviews (retailer_id, due_at) where state = 'open'`,
  `create index retailer_reviews_by_order on retailer_reviews (retailer_id, order_id)`,
  `create table retailer_misuse_notices (
    retailer_id text not null,
    notice_id text not null,
    order_id text not null,
    verdict jsonb not null,
    at timestamptz not null,
    primary key (retailer_id, notice_id)
  )`,
]

/** Runs the statements in their order; the caller holds the lock and the database transaction. */
export async function up(database: Kysely<never>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(database)
}
