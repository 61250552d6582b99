// Rewards under review, and messages that were not used, in PostgreSQL.

import type { ReviewRow, ReviewRows } from '#ports/review-rows.ts'
import type { Selectable } from 'kysely'

import type { MisuseTables } from '../tables/misuse.ts'
import type { RetailerScope } from './scope.ts'

/** Reviews of one order at most: one for each person that its touches can name. */
const REVIEWS_OF_ORDER_MAX = 100

/** Rows of the retailer's review queue. */
export function reviewRows(scope: RetailerScope): ReviewRows {
  return { ...caseRows(scope), ...dueRows(scope), ...noticeRows(scope) }
}

function caseRows({
  transaction,
  retailerId,
}: RetailerScope): Pick<ReviewRows, 'open' | 'get' | 'list' | 'decide' | 'refusals'> {
  const reviews = () =>
    transaction.selectFrom('retailer_reviews').selectAll().where('retailer_id', '=', retailerId)

  return {
    async open(row) {
      const result = await transaction
        .insertInto('retailer_reviews')
        .values({
          retailer_id: retailerId,
          review_id: row.reviewId,
          program_id: row.programId,
          order_id: row.orderId,
          reward_id: row.rewardId,
          recommender_id: row.recommenderId,
          verdicts: JSON.stringify(row.verdicts),
          state: 'open',
          opened_at: new Date(row.openedAt),
          due_at: new Date(row.dueAt),
          decided_at: null,
          reason: null,
          note: null,
        })
        .onConflict((conflict) => conflict.columns(['retailer_id', 'reward_id']).doNothing())
        .executeTakeFirst()
      return result.numInsertedOrUpdatedRows === 1n ? 'opened' : 'exists'
    },

    async get(reviewId) {
      const row = await reviews().where('review_id', '=', reviewId).executeTakeFirst()
      return row && reviewRow(row)
    },

    async list({ state, limit, after }) {
      let query = reviews().orderBy('review_id', 'desc').limit(limit)
      if (state !== undefined) query = query.where('state', '=', state)
      if (after !== undefined) query = query.where('review_id', '<', after)
      return (await query.execute()).map(reviewRow)
    },

    async decide(reviewId, { state, at, reason, note }) {
      const result = await transaction
        .updateTable('retailer_reviews')
        .set({ state, decided_at: new Date(at), reason: reason ?? null, note: note ?? null })
        .where('retailer_id', '=', retailerId)
        .where('review_id', '=', reviewId)
        .where('state', '=', 'open')
        .executeTakeFirst()
      return result.numUpdatedRows === 1n
    },

    async refusals(orderId) {
      const rows = await reviews()
        .where('order_id', '=', orderId)
        .where('state', '=', 'refused')
        .limit(REVIEWS_OF_ORDER_MAX)
        .execute()
      return new Map(rows.map((row) => [row.recommender_id, row.reason ?? 'other']))
    },
  }
}

function dueRows({ transaction, retailerId }: RetailerScope): Pick<ReviewRows, 'expire'> {
  return {
    async expire({ now, maturityBySeconds, limit }) {
      const due = transaction
        .selectFrom('retailer_reviews as review')
        .select('review.review_id')
        .where('review.retailer_id', '=', retailerId)
        .where('review.state', '=', 'open')
        .where((where) =>
          where.or([
            where('review.due_at', '<=', new Date(now)),
            where.exists(
              where
                .selectFrom('retailer_records as record')
                .innerJoin('retailer_batches as batch', (join) =>
                  join
                    .onRef('batch.retailer_id', '=', 'record.retailer_id')
                    .onRef('batch.program_id', '=', 'record.program_id')
                    .onRef('batch.seq', '=', 'record.seq')
                    .onRef('batch.attempt', '=', 'record.attempt'),
                )
                .select('record.seq')
                .where('record.retailer_id', '=', retailerId)
                .whereRef('record.reward_id', '=', 'review.reward_id')
                .where('batch.matures_at_seconds', '<=', BigInt(maturityBySeconds)),
            ),
          ]),
        )
        .limit(limit)
      const result = await transaction
        .updateTable('retailer_reviews')
        .set({ state: 'expired', decided_at: new Date(now) })
        .where('retailer_id', '=', retailerId)
        .where('review_id', 'in', due)
        .where('state', '=', 'open')
        .executeTakeFirst()
      return Number(result.numUpdatedRows)
    },
  }
}

function noticeRows({ transaction, retailerId }: RetailerScope): Pick<ReviewRows, 'addNotice' | 'notices'> {
  return {
    async addNotice({ noticeId, orderId, verdict, at }) {
      await transaction
        .insertInto('retailer_misuse_notices')
        .values({
          retailer_id: retailerId,
          notice_id: noticeId,
          order_id: orderId,
          verdict: JSON.stringify(verdict),
          at: new Date(at),
        })
        .execute()
    },

    async notices({ limit, after }) {
      let query = transaction
        .selectFrom('retailer_misuse_notices')
        .selectAll()
        .where('retailer_id', '=', retailerId)
      if (after !== undefined) query = query.where('notice_id', '<', after)
      const rows = await query.orderBy('notice_id', 'desc').limit(limit).execute()
      return rows.map((row) => ({
        noticeId: row.notice_id,
        orderId: row.order_id,
        verdict: row.verdict,
        at: row.at.getTime(),
      }))
    },
  }
}

function reviewRow(row: Selectable<MisuseTables['retailer_reviews']>): ReviewRow {
  return {
    reviewId: row.review_id,
    programId: row.program_id,
    orderId: row.order_id,
    rewardId: row.reward_id,
    recommenderId: row.recommender_id,
    verdicts: row.verdicts,
    state: row.state,
    openedAt: row.opened_at.getTime(),
    dueAt: row.due_at.getTime(),
    decidedAt: row.decided_at?.getTime() ?? null,
    reason: row.reason,
    note: row.note,
  }
}
