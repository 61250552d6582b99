// A person who leaves, in PostgreSQL: at once everything that nobody needs to pay them; the rest when all that was
// promised is over. Amounts stay in their rows, under an id that stands for nobody.

import { sql } from 'kysely'

import { CODE_COLUMNS, ID_COLUMNS, LEFT_BEHIND, PAYEE_COLUMNS, type ColumnPlace } from './person-columns.ts'

import type { PrivacyRows } from '#ports/privacy-rows.ts'

import type { RetailerScope } from './scope.ts'

type ErasureMethods = 'linkCodes' | 'leave' | 'leaving' | 'hasUnfinished' | 'erase'

/** Stands where the address of somebody erased stood. */
const NO_PAYEE = `0x${'0'.repeat(40)}`

/** Stands where a hash stood. */
const NO_HASH = `0x${'0'.repeat(64)}`

/** Rows of people who leave. */
export function erasureRows(scope: RetailerScope): Pick<PrivacyRows, ErasureMethods> {
  return { ...leavingRows(scope), ...erasedRows(scope) }
}

function leavingRows(
  scope: RetailerScope,
): Pick<PrivacyRows, 'linkCodes' | 'leave' | 'leaving' | 'hasUnfinished'> {
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
        await replaceInOrders(scope, recommenderId, code, newCode)
        for (const place of CODE_COLUMNS) await replace(scope, place, code, newCode)
      }
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
      await replaceInOrders(scope, recommenderId, recommenderId, erasedId)
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
        .set({ tag: 'erased', trace: JSON.stringify(trace), trace_hash: traceHash })
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

/** Puts `to` where `from` stood in what is kept of the orders that the person was credited for. */
async function replaceInOrders(
  { transaction, retailerId }: RetailerScope,
  recommenderId: string,
  from: string,
  to: string,
): Promise<void> {
  const orders = sql`select order_id from retailer_rewards
    where retailer_id = ${retailerId} and recommender_id = ${recommenderId}`
  // Ids and codes are letters and digits, so replacing them in the text of JSON leaves JSON.
  await sql`
    update retailer_orders set attribution = replace(attribution::text, ${from}, ${to})::jsonb
    where retailer_id = ${retailerId} and order_id in (${orders})`.execute(transaction)
  await sql`
    update retailer_order_facts set body = replace(body::text, ${from}, ${to})::jsonb
    where retailer_id = ${retailerId} and order_id in (${orders})`.execute(transaction)
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
