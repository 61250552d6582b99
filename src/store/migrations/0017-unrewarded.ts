// Orders that came by somebody's link and earned them nothing, with the reasons, for that person to read.

import { sql, type Kysely } from 'kysely'

/** Its name in the database, for good. */
export const migrationName = '0017-unrewarded'

const statements = [
  `create table recommender_unrewarded (
    recommender_id text not null,
    order_id text not null,
    shop_name text not null,
    trace jsonb not null,
    ordered_at timestamptz not null,
    primary key (recommender_id, order_id)
  )`,
]

/** Runs the statements in their order; the caller holds the lock and the database transaction. */
export async function up(database: Kysely<never>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(database)
}
