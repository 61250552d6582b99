// Clicks, in PostgreSQL.

import type { ClickRow, ClickRows } from '#ports/click-rows.ts'

import type { RetailerScope } from './scope.ts'

/** Rows of the retailer's clicks. */
export function clickRows({ transaction, retailerId }: RetailerScope): ClickRows {
  return {
    async insert(rows) {
      if (rows.length === 0) return
      await transaction
        .insertInto('retailer_clicks')
        .values(
          rows.map((row) => ({
            retailer_id: retailerId,
            click_id: row.clickId,
            code: row.code,
            clicked_at: new Date(row.clickedAt),
            visitor_key: row.visitorKey,
            verdict: row.verdict,
            story_code: row.story?.code ?? null,
            product_id: row.story?.productId ?? null,
          })),
        )
        .onConflict((conflict) => conflict.doNothing())
        .execute()
    },

    async lastCounted(code, from, to): Promise<ClickRow | undefined> {
      const row = await transaction
        .selectFrom('retailer_clicks')
        .selectAll()
        .where('retailer_id', '=', retailerId)
        .where('code', '=', code)
        .where('clicked_at', '>=', new Date(from))
        .where('clicked_at', '<=', new Date(to))
        .where('verdict', 'in', ['counted', 'duplicate'])
        .orderBy('clicked_at', 'desc')
        .orderBy('click_id', 'desc')
        .limit(1)
        .executeTakeFirst()
      return (
        row && {
          clickId: row.click_id,
          code: row.code,
          clickedAt: row.clicked_at.getTime(),
          visitorKey: row.visitor_key,
          verdict: row.verdict,
        }
      )
    },

    async countByCode(codes) {
      if (codes.length === 0) return new Map()
      const rows = await transaction
        .selectFrom('retailer_clicks')
        .select(({ fn }) => ['code', fn.countAll<bigint>().as('clicks')])
        .where('retailer_id', '=', retailerId)
        .where('code', 'in', [...codes])
        .where('verdict', '=', 'counted')
        .groupBy('code')
        .execute()
      return new Map(rows.map((row) => [row.code, Number(row.clicks)]))
    },
  }
}
