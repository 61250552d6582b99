// A person who leaves, in PostgreSQL: at once everything that nobody needs to pay them; the rest when all that was
// promised is over. Amounts stay in their rows, under an id that stands for nobody.

import { sql } from 'kysely'

import {
  CODE_COLUMNS,
  ID_COLUMNS,
  LEFT_BEHIND,
  OWN_ROWS,
  PAYEE_COLUMNS,
  TEXT_COLUMNS,
  type ColumnPlace,
} from './person-columns.ts'

import type { PrivacyRows } from '#ports/privacy-rows.ts'

import type { RetailerScope } from './scope.ts'

type ErasureMethods = 'linkCodes' | 'rewardIds' | 'ownRows' | 'leave' | 'leaving' | 'hasUnfinished' | 'erase'

/** Stands where the address of somebody erased stood. */
const NO_PAYEE = `0x${'0'.repeat(40)}`

/** Stands where a hash stood. */
const NO_HASH = `0x${'0'.repeat(64)}`

/** Rows of people who leave. */
export function erasureRows(scope: RetailerScope): Pick<PrivacyRows, ErasureMethods> {
  return { ...leavingRows(scope), ...erasedRows(scope) }
}

function leavingRows(scope: RetailerScope): Pick<PrivacyRows, Exclude<ErasureMethods, 'erase'>> {
  const { transaction, retailerId } = scope
  return {
    async linkCodes(recommenderId) {
      const rows = await transaction
        .selectFrom('retailer_links')
        .select('code')
        .where('retailer_id', '=', retailerId)
        .where('recommender_id', '=', recommenderId)
        .execute()
      return rows.map((row) => row.code)
    },

    async leave({ recommenderId, handle, newCodes, now }) {
      await transaction
        .insertInto('retailer_erasures')
        .values({ retailer_id: retailerId, recommender_id: recommenderId, requested_at: new Date(now) })
        .onConflict((conflict) => conflict.doNothing())
        .execute()
      await emptyBodies(scope, recommenderId)
      for (const [code, newCode] of newCodes) {
        await replaceInTexts(scope, code, newCode)
        for (const place of CODE_COLUMNS) await replace(scope, place, code, newCode)
      }
      await forgetStories(scope, recommenderId)
      for (const place of LEFT_BEHIND) await remove(scope, place, recommenderId)
      await transaction
        .deleteFrom('retailer_idempotency')
        .where('retailer_id', '=', retailerId)
        .where('principal', '=', recommenderId)
        .execute()
      await transaction
        .updateTable('retailer_enrollments')
        .set({
          handle,
          email_key: null,
          email_domain_key: null,
          status: 'left',
          status_at: new Date(now),
          followers: 0n,
        })
        .where('retailer_id', '=', retailerId)
        .where('recommender_id', '=', recommenderId)
        .execute()
    },

    async rewardIds(recommenderId) {
      const rows = await transaction
        .selectFrom('retailer_rewards')
        .select('reward_id')
        .where('retailer_id', '=', retailerId)
        .where('recommender_id', '=', recommenderId)
        .execute()
      return rows.map((row) => row.reward_id)
    },

    async ownRows(recommenderId) {
      const own: Record<string, readonly Record<string, unknown>[]> = {}
      for (const [table, column] of OWN_ROWS) {
        const found = await sql<{ row: Record<string, unknown> }>`
          select to_jsonb(own) - 'retailer_id' - 'email_key' - 'email_domain_key' as row
          from ${sql.table(table)} own
          where own.retailer_id = ${retailerId} and ${sql.ref(column)} = ${recommenderId}`.execute(
          transaction,
        )
        if (found.rows.length > 0) own[table] = found.rows.map(({ row }) => row)
      }
      return own
    },

    async leaving(limit) {
      const rows = await transaction
        .selectFrom('retailer_erasures')
        .select('recommender_id')
        .where('retailer_id', '=', retailerId)
        .orderBy('requested_at')
        .limit(limit)
        .execute()
      return rows.map((row) => row.recommender_id)
    },

    async hasUnfinished(recommenderId) {
      const waiting = await transaction
        .selectFrom('retailer_rewards')
        .select('reward_id')
        .where('retailer_id', '=', retailerId)
        .where('recommender_id', '=', recommenderId)
        .where('waiting_micros', '>', 0n)
        .limit(1)
        .executeTakeFirst()
      if (waiting) return true
      const open = await sql`
        select 1 from retailer_records record
        join retailer_batches batch using (retailer_id, program_id, seq, attempt)
        join retailer_rewards reward using (retailer_id, reward_id)
        where retailer_id = ${retailerId} and reward.recommender_id = ${recommenderId}
          and batch.state in ('signed', 'open') limit 1`.execute(transaction)
      return open.rows.length > 0
    },
  }
}

function erasedRows(scope: RetailerScope): Pick<PrivacyRows, 'erase'> {
  const { transaction, retailerId } = scope
  return {
    async erase({ recommenderId, erasedId, trace, traceHash }) {
      await replaceInTexts(scope, recommenderId, erasedId)
      await emptyBodies(scope, recommenderId)
      const rewards = sql`select reward_id from retailer_rewards
        where retailer_id = ${retailerId} and recommender_id = ${recommenderId}`
      // The hash of the evidence stays: the proofs of everybody else in the batch go through it.
      await sql`
        update retailer_records
        set payee = 'erased', tag = 'erased-' || leaf_index, salt = null, trace = null, trace_hash = ${NO_HASH}
        where retailer_id = ${retailerId} and reward_id in (${rewards})`.execute(transaction)
      await sql`
        update retailer_reductions set payee = 'erased', tag = 'erased'
        where retailer_id = ${retailerId} and reward_id in (${rewards})`.execute(transaction)
      await transaction
        .updateTable('retailer_rewards')
        .set({
          tag: 'erased',
          trace: JSON.stringify(trace),
          trace_hash: traceHash,
          // The tier stays, as a sum would; a number of followers may tell who it was.
          followers: 0n,
          follower_evidence: 'none',
        })
        .where('retailer_id', '=', retailerId)
        .where('recommender_id', '=', recommenderId)
        .execute()
      // What the shop wrote for itself may name the person.
      await transaction
        .updateTable('retailer_reviews')
        .set({ note: null })
        .where('retailer_id', '=', retailerId)
        .where('recommender_id', '=', recommenderId)
        .execute()
      for (const [table, column] of PAYEE_COLUMNS) {
        await sql`
          update ${sql.table(table)} set ${sql.ref(column)} = ${NO_PAYEE}
          where retailer_id = ${retailerId} and recommender_id = ${recommenderId}`.execute(transaction)
      }
      for (const place of ID_COLUMNS) await replace(scope, place, recommenderId, erasedId)
      await transaction
        .deleteFrom('retailer_erasures')
        .where('retailer_id', '=', retailerId)
        .where('recommender_id', '=', recommenderId)
        .execute()
    },
  }
}

/** Puts `to` where `from` stood in one column. */
async function replace(
  { transaction, retailerId }: RetailerScope,
  [table, column]: ColumnPlace,
  from: string,
  to: string,
): Promise<void> {
  await sql`
    update ${sql.table(table)} set ${sql.ref(column)} = ${to}
    where retailer_id = ${retailerId} and ${sql.ref(column)} = ${from}`.execute(transaction)
}

async function remove(
  { transaction, retailerId }: RetailerScope,
  [table, column]: ColumnPlace,
  recommenderId: string,
): Promise<void> {
  await sql`
    delete from ${sql.table(table)}
    where retailer_id = ${retailerId} and ${sql.ref(column)} = ${recommenderId}`.execute(transaction)
}

/** Puts `to` where `from` stood in JSON. Ids and codes are letters and digits, so what is JSON stays JSON. */
async function replaceInTexts(
  { transaction, retailerId }: RetailerScope,
  from: string,
  to: string,
): Promise<void> {
  for (const [table, column] of TEXT_COLUMNS) {
    await sql`
      update ${sql.table(table)} set ${sql.ref(column)} = replace(${sql.ref(column)}::text, ${from}, ${to})::jsonb
      where retailer_id = ${retailerId} and position(${from} in ${sql.ref(column)}::text) > 0`.execute(
      transaction,
    )
  }
}

/** What a person wrote, piece by piece; visits through it stay counted. */
async function forgetStories(
  { transaction, retailerId }: RetailerScope,
  recommenderId: string,
): Promise<void> {
  const stories = sql`select code from retailer_stories
    where retailer_id = ${retailerId} and recommender_id = ${recommenderId}`
  await sql`
    update retailer_clicks set story_code = null
    where retailer_id = ${retailerId} and story_code in (${stories})`.execute(transaction)
  await sql`
    delete from retailer_story_products
    where retailer_id = ${retailerId} and code in (${stories})`.execute(transaction)
  await sql`
    update retailer_products set recommender_id = null
    where retailer_id = ${retailerId} and recommender_id = ${recommenderId}`.execute(transaction)
}

/** The shop's own words on these orders hold the link too. */
async function emptyBodies({ transaction, retailerId }: RetailerScope, recommenderId: string): Promise<void> {
  await sql`
    update retailer_deliveries set body_sealed = null, headers = '{}'
    where retailer_id = ${retailerId} and state <> 'received' and delivery_id in (
      select fact.delivery_id from retailer_order_facts fact
      join retailer_rewards reward using (retailer_id, order_id)
      where retailer_id = ${retailerId} and reward.recommender_id = ${recommenderId})`.execute(transaction)
}
