// Discount codes, in PostgreSQL.

import type { CouponRow, CouponRows } from '#ports/coupon-rows.ts'
import type { Selectable } from 'kysely'

import type { StoryTables } from '../tables/stories.ts'
import type { RetailerScope } from './scope.ts'

/** Codes of a few links and their program that are read at most; a program has a handful of its own. */
const COUPONS_OF_LINKS_MAX = 1000

/** Rows of the retailer's discount codes. */
export function couponRows({ transaction, retailerId }: RetailerScope): CouponRows {
  const coupons = () =>
    transaction.selectFrom('retailer_coupons').selectAll().where('retailer_id', '=', retailerId)

  return {
    async find(code, at) {
      const row = await coupons().where('code', '=', code).executeTakeFirst()
      const link = row && couponRow(row).link
      if (!link || (row.ended_at !== null && row.ended_at.getTime() <= at)) return undefined
      return { programId: row.program_id, ...link }
    },

    async coupon(code) {
      const row = await coupons().where('code', '=', code).executeTakeFirst()
      return row && couponRow(row)
    },

    async save(row) {
      const columns = {
        shown_as: row.shownAs,
        program_id: row.programId,
        link_code: row.link?.code ?? null,
        recommender_id: row.link?.recommenderId ?? null,
        saving: row.saving === null ? null : JSON.stringify(row.saving),
        state: row.state,
        asked_at: new Date(row.askedAt),
        valid_at: row.validAt === null ? null : new Date(row.validAt),
        ended_at: row.endedAt === null ? null : new Date(row.endedAt),
      }
      await transaction
        .insertInto('retailer_coupons')
        .values({ retailer_id: retailerId, code: row.code, ...columns })
        .onConflict((conflict) => conflict.columns(['retailer_id', 'code']).doUpdateSet(columns))
        .execute()
    },

    async list(programId, { state, after, limit }) {
      let query = coupons().where('program_id', '=', programId).orderBy('code').limit(limit)
      if (state !== undefined) query = query.where('state', '=', state)
      if (after !== undefined) query = query.where('code', '>', after)
      return (await query.execute()).map(couponRow)
    },

    async ofLinks(programId, links) {
      if (links.length === 0) return []
      const rows = await coupons()
        .where('program_id', '=', programId)
        .where('state', '!=', 'ended')
        .where((where) => where.or([where('link_code', 'in', links), where('link_code', 'is', null)]))
        .orderBy('code')
        .limit(COUPONS_OF_LINKS_MAX)
        .execute()
      return rows.map(couponRow)
    },
  }
}

function couponRow(row: Selectable<StoryTables['retailer_coupons']>): CouponRow {
  const { link_code: code, recommender_id: recommenderId } = row
  return {
    code: row.code,
    shownAs: row.shown_as,
    programId: row.program_id,
    link: code === null || recommenderId === null ? null : { code, recommenderId },
    saving: row.saving,
    state: row.state,
    askedAt: row.asked_at.getTime(),
    validAt: row.valid_at?.getTime() ?? null,
    endedAt: row.ended_at?.getTime() ?? null,
  }
}
