// Stories and what they show: products of the shop, pictures, and the discount codes that buyers may use.

import { sql, type Kysely } from 'kysely'

/** Its name in the database, for good. */
export const migrationName = '0011-stories'

const statements = [
  `create table retailer_coupons (
    retailer_id text not null,
    code text not null,
    shown_as text not null,
    program_id text not null,
    link_code text,
    recommender_id text,
    saving jsonb,
    state text not null,
    asked_at timestamptz not null,
    valid_at timestamptz,
    ended_at timestamptz,
    primary key (retailer_id, code)
  )`,
  `create index retailer_coupons_by_program on retailer_coupons (retailer_id, program_id, code)`,
  `create table retailer_pictures (
    retailer_id text not null,
    picture_id text not null,
    recommender_id text,
    jpeg bytea not null,
    width integer not null,
    height integer not null,
    created_at timestamptz not null,
    primary key (retailer_id, picture_id)
  )`,
  `create index retailer_pictures_by_recommender on retailer_pictures (retailer_id, recommender_id, created_at)
    where recommender_id is not null`,
  `create table retailer_products (
    retailer_id text not null,
    product_id text not null,
    program_id text not null,
    reference text not null,
    title text not null,
    url text,
    price_micros bigint,
    currency text,
    picture_id text,
    source text not null,
    recommender_id text,
    seen_at timestamptz not null,
    created_at timestamptz not null,
    primary key (retailer_id, product_id),
    unique (retailer_id, program_id, reference)
  )`,
  `create table retailer_stories (
    retailer_id text not null,
    code text not null,
    program_id text not null,
    recommender_id text not null,
    link_code text not null,
    title text not null,
    words text not null,
    picture_id text,
    disclosure text not null,
    state text not null,
    hidden_reason text,
    created_at timestamptz not null,
    primary key (retailer_id, code)
  )`,
  `create index retailer_stories_by_program on retailer_stories (retailer_id, program_id, created_at)`,
  `create table retailer_story_products (
    retailer_id text not null,
    code text not null,
    place smallint not null,
    product_id text not null,
    primary key (retailer_id, code, place)
  )`,
  `alter table retailer_clicks
    add column story_code text,
    add column product_id text`,
  `create index retailer_clicks_by_story on retailer_clicks (retailer_id, story_code) where story_code is not null`,
]

/** Runs the statements in their order; the caller holds the lock and the database transaction. */
export async function up(database: Kysely<never>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(database)
}
