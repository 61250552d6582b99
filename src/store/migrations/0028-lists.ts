// Lists of any length: the people of a program in the order in which they joined, and its products by their ids.

import { sql, type Kysely } from 'kysely'

/** Its name in the database, for good. */
export const migrationName = '0028-lists'

const STATEMENTS = [
  `create index retailer_enrollments_by_joining
     on retailer_enrollments (retailer_id, program_id, created_at, recommender_id)`,
  'create index retailer_products_by_program on retailer_products (retailer_id, program_id, product_id)',
]

/** Runs in the caller's database transaction, under its lock. */
export async function up(database: Kysely<never>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(database)
}
