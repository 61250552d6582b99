// How much work the retailer's batches still are, in PostgreSQL.

import type { BatchRows } from '#ports/batch-rows.ts'

import type { RetailerScope } from './scope.ts'

/** Counts of batches and reductions that are not done. */
export function batchCounts({
  transaction,
  retailerId,
}: RetailerScope): Pick<BatchRows, 'countInState' | 'countMatured' | 'countReductions'> {
  const countBatches = () =>
    transaction
      .selectFrom('retailer_batches')
      .select(({ fn }) => fn.countAll<bigint>().as('count'))
      .where('retailer_id', '=', retailerId)

  return {
    async countInState(state) {
      const row = await countBatches().where('state', '=', state).executeTakeFirstOrThrow()
      return Number(row.count)
    },

    async countMatured(chainNowSeconds) {
      const row = await countBatches()
        .where('state', '=', 'open')
        .where('matures_at_seconds', '<=', BigInt(chainNowSeconds))
        .executeTakeFirstOrThrow()
      return Number(row.count)
    },

    async countReductions() {
      const row = await transaction
        .selectFrom('retailer_reductions')
        .select(({ fn }) => fn.countAll<bigint>().as('count'))
        .where('retailer_id', '=', retailerId)
        .where('state', 'in', ['pending', 'signed'])
        .executeTakeFirstOrThrow()
      return Number(row.count)
    },
  }
}
