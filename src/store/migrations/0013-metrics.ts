// Figures of links by the hour, rolled up from clicks and orders, and how far that has come. Clicks and sales are apart:
// an order is refunded weeks after its clicks were counted for good.

import { sql, type Kysely } from 'kysely'

/** Its name in the database, for good. */
export const migrationName = '0013-metrics'

const statements = [
  `create table retailer_click_hours (
    retailer_id text not null,
    program_id text not null,
    hour timestamptz not null,
    code text not null,
    reach bigint not null,
    clicks bigint not null,
    unique_clicks bigint not null,
    uncounted_clicks bigint not null,
    primary key (retailer_id, program_id, hour, code)
  )`,
  `create table retailer_sale_hours (
    retailer_id text not null,
    program_id text not null,
    hour timestamptz not null,
    code text not null,
    orders_seen bigint not null,
    orders bigint not null,
    new_customer_orders bigint not null,
    orders_given_back bigint not null,
    seen_sales_micros bigint not null,
    sales_micros bigint not null,
    kept_sales_micros bigint not null,
    granted_micros bigint not null,
    reward_micros bigint not null,
    upline_micros bigint not null,
    primary key (retailer_id, program_id, hour, code)
  )`,
  `create table retailer_rollups (
    retailer_id text not null,
    clicks_until timestamptz not null,
    orders_until timestamptz not null,
    primary key (retailer_id)
  )`,
  `create index retailer_clicks_by_time on retailer_clicks (retailer_id, clicked_at)`,
  `create index retailer_orders_by_update on retailer_orders (retailer_id, updated_at)`,
  `create index retailer_orders_by_hour on retailer_orders (retailer_id, paid_at)`,
  `create index retailer_sale_hours_by_link on retailer_sale_hours (retailer_id, program_id, code)`,
  `create index retailer_click_hours_by_link on retailer_click_hours (retailer_id, program_id, code)`,
  `create index retailer_links_by_owner on retailer_links (retailer_id, program_id, recommender_id)`,
  `create index retailer_journal_by_time on retailer_journal (retailer_id, program_id, kind, at)`,
]

/** Runs the statements in their order; the caller holds the lock and the database transaction. */
export async function up(database: Kysely<never>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(database)
}
