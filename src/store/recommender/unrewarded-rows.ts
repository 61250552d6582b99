// Orders that earned a person nothing, as the outbox told, in PostgreSQL.

import type { TraceStep } from '#domain/trace.ts'
import type { RecommenderUnit } from '#ports/recommender-store.ts'

import type { RecommenderScope } from './scope.ts'

/** Rows of orders without a reward. */
export function unrewardedRows({
  transaction,
  recommenderId,
}: RecommenderScope): Pick<RecommenderUnit, 'projectUnrewarded' | 'unrewarded'> {
  return {
    async projectUnrewarded({ orderId, shopName, trace, orderedAt }) {
      await transaction
        .insertInto('recommender_unrewarded')
        .values({
          recommender_id: recommenderId,
          order_id: orderId,
          shop_name: shopName,
          trace: JSON.stringify(trace),
          ordered_at: new Date(orderedAt),
        })
        .onConflict((conflict) => conflict.doNothing())
        .execute()
    },

    async unrewarded(limit) {
      const rows = await transaction
        .selectFrom('recommender_unrewarded')
        .select(['order_id', 'shop_name', 'trace', 'ordered_at'])
        .where('recommender_id', '=', recommenderId)
        .orderBy('ordered_at', 'desc')
        .orderBy('order_id', 'desc')
        .limit(limit)
        .execute()
      return rows.map((row) => ({
        orderId: row.order_id,
        shopName: row.shop_name,
        trace: row.trace as readonly TraceStep[],
        orderedAt: row.ordered_at.getTime(),
      }))
    },
  }
}
