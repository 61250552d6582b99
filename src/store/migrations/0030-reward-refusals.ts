// Rewards that a retailer's own order key set aside, and that the retailer refused for good.

import { sql, type Kysely } from 'kysely'

/** Its name in the database, for good. */
export const migrationName = '0030-reward-refusals'

/** Runs in the caller's database transaction, under its lock. */
export async function up(database: Kysely<never>): Promise<void> {
  await sql
    .raw(
      `create table retailer_reward_refusals (
        retailer_id text not null,
        reward_id text not null,
        reason text not null,
        kept_micros bigint not null check (kept_micros >= 0),
        at timestamptz not null,
        primary key (retailer_id, reward_id)
      )`,
    )
    .execute(database)
}
