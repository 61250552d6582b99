// Whom a buyer stays with, program by program, in PostgreSQL.

import type { ProgramRows } from '#ports/program-rows.ts'

import type { RetailerScope } from './scope.ts'

/** Bindings of one buyer that are read at most: one for each program, and a shop has a handful. */
const BINDINGS_READ_MAX = 1000

/** Rows of the buyers' bindings. */
export function bindingRows({
  transaction,
  retailerId,
}: RetailerScope): Pick<ProgramRows, 'bindings' | 'saveBinding'> {
  return {
    async bindings(buyerKey) {
      const rows = await transaction
        .selectFrom('retailer_customer_bindings')
        .selectAll()
        .where('retailer_id', '=', retailerId)
        .where('buyer_key', '=', buyerKey)
        .limit(BINDINGS_READ_MAX)
        .execute()
      return rows.map((row) => ({
        programId: row.program_id,
        buyerKey: row.buyer_key,
        recommenderId: row.recommender_id,
        code: row.code,
        boundAt: row.bound_at.getTime(),
      }))
    },

    async saveBinding(row) {
      const bound = {
        recommender_id: row.recommenderId,
        code: row.code,
        bound_at: new Date(row.boundAt),
      }
      await transaction
        .insertInto('retailer_customer_bindings')
        .values({
          retailer_id: retailerId,
          program_id: row.programId,
          buyer_key: row.buyerKey,
          ...bound,
        })
        .onConflict((conflict) =>
          conflict.columns(['retailer_id', 'program_id', 'buyer_key']).doUpdateSet(bound),
        )
        .execute()
    },
  }
}
