// A batch keeps what the counts of its header are made of, and the salt of that evidence. Batches from before have none.

import { sql, type Kysely } from 'kysely'

/** Its name in the database, for good. */
export const migrationName = '0016-order-classes'

const statements = [
  `alter table retailer_batches
    add column classes jsonb,
    add column classes_salt bytea,
    add constraint retailer_batches_classes_with_salt check ((classes is null) = (classes_salt is null))`,
]

/** Runs the statements in their order; the caller holds the lock and the database transaction. */
export async function up(database: Kysely<never>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(database)
}
