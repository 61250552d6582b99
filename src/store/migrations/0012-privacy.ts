// What privacy keeps and lets go: evidence that outlives a person's record, the disclosure of each link, the wish to be
// paid without a profile, erasures under way, and bodies that are emptied when their time is over.

import { sql, type Kysely } from 'kysely'

/** Its name in the database, for good. */
export const migrationName = '0012-privacy'

const statements = [
  // The hash of a record's evidence stays when the record's person is erased: the others' proofs go through it.
  `alter table retailer_records
    add column leaf_hash bytea,
    add column trace jsonb`,
  `alter table retailer_links add column disclosure text not null default 'en-US/1'`,
  `alter table recommender_links add column disclosure text not null default 'en-US/1'`,
  `alter table retailer_enrollments add column without_profile boolean not null default false`,
  `alter table recommender_people add column without_profile boolean not null default false`,
  `alter table retailer_deliveries alter column body_sealed drop not null`,
  `create table retailer_erasures (
    retailer_id text not null,
    recommender_id text not null,
    requested_at timestamptz not null,
    primary key (retailer_id, recommender_id)
  )`,
  `create index retailer_clicks_with_visitor on retailer_clicks (retailer_id, clicked_at)
    where visitor_key is not null`,
  `create index retailer_deliveries_with_body on retailer_deliveries (retailer_id, received_at)
    where body_sealed is not null`,
]

/** Runs the statements in their order; the caller holds the lock and the database transaction. */
export async function up(database: Kysely<never>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(database)
}
