// Sign-in links that say when they were last used, and a person's new link that takes the place of all others once it is
// opened.

import { sql, type Kysely } from 'kysely'

/** Its name in the database, for good. */
export const migrationName = '0027-doors'

const statements = [
  'alter table retailer_sign_ins add column last_used_on text',
  'alter table recommender_sign_ins add column takes_over boolean not null default false',
]

/** Runs in the caller's database transaction, under its lock. */
export async function up(database: Kysely<never>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(database)
}
