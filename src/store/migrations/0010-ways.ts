// The ways of influence: campaigns, deals with programs of their own, what people say that they posted, sign-ups, and
// invitations for buyers.

import { sql, type Kysely } from 'kysely'

/** Its name in the database, for good. */
export const migrationName = '0010-ways'

const statements = [
  `alter table retailer_programs add column kind text not null default 'sales'`,
  `alter table recommender_links add column campaign_id text, add column campaign_name text`,
  `create index retailer_links_by_campaign on retailer_links (retailer_id, campaign_id)
    where campaign_id is not null`,
  `create index retailer_links_by_program on retailer_links (retailer_id, program_id)`,
  `create table retailer_campaigns (
    retailer_id text not null,
    campaign_id text not null,
    program_id text not null,
    kind text not null,
    parent_campaign_id text,
    name text not null,
    brief text not null,
    kit jsonb,
    starts_at timestamptz not null,
    ends_at timestamptz,
    created_at timestamptz not null,
    primary key (retailer_id, campaign_id)
  )`,
  `create index retailer_campaigns_by_program on retailer_campaigns (retailer_id, program_id)`,
  `create table retailer_campaign_people (
    retailer_id text not null,
    campaign_id text not null,
    recommender_id text not null,
    state text not null,
    invited_at timestamptz not null,
    answered_at timestamptz,
    primary key (retailer_id, campaign_id, recommender_id)
  )`,
  `create index retailer_campaign_people_by_person on retailer_campaign_people (retailer_id, recommender_id)`,
  `create table retailer_deals (
    retailer_id text not null,
    deal_id text not null,
    program_id text not null,
    recommender_id text not null,
    title text not null,
    terms text not null,
    terms_hash text not null,
    fee_micros bigint not null check (fee_micros > 0),
    due_at timestamptz,
    state text not null,
    proposed_at timestamptz not null,
    answered_at timestamptz,
    delivered_at timestamptz,
    ended_at timestamptz,
    source_order bytea not null,
    reward_id text,
    primary key (retailer_id, deal_id)
  )`,
  `create index retailer_deals_by_program on retailer_deals (retailer_id, program_id)`,
  `create index retailer_deals_by_person on retailer_deals (retailer_id, recommender_id)`,
  `create table retailer_mentions (
    retailer_id text not null,
    mention_id text not null,
    program_id text not null,
    recommender_id text not null,
    campaign_id text,
    kind text not null,
    channel text not null,
    post_url text not null,
    declared_reach bigint,
    declared_at timestamptz not null,
    primary key (retailer_id, mention_id)
  )`,
  `create index retailer_mentions_by_program on retailer_mentions (retailer_id, program_id, recommender_id)`,
  `create unique index retailer_mentions_of_a_post on retailer_mentions
    (retailer_id, program_id, recommender_id, post_url) where post_url <> ''`,
  `create table retailer_leads (
    retailer_id text not null,
    source_id text not null,
    external_id text not null,
    program_id text,
    recommender_id text,
    code text,
    happened_at timestamptz not null,
    recorded_at timestamptz not null,
    primary key (retailer_id, source_id, external_id)
  )`,
  `create index retailer_leads_by_program on retailer_leads (retailer_id, program_id, happened_at)`,
  `create table retailer_invitations (
    retailer_id text not null,
    token_hash bytea not null,
    program_id text not null,
    created_at timestamptz not null,
    expires_at timestamptz not null,
    used_at timestamptz,
    used_by text,
    primary key (retailer_id, token_hash)
  )`,
  `create index retailer_invitations_by_program on retailer_invitations (retailer_id, program_id)`,
]

/** Runs the statements in their order; the caller holds the lock and the database transaction. */
export async function up(database: Kysely<never>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(database)
}
