// Who a retailer is, in PostgreSQL.

import type { IdentityRows } from '#ports/identity-rows.ts'

import type { RetailerScope } from './scope.ts'

/** The row of the retailer's profile. */
export function identityRows({ transaction, retailerId }: RetailerScope): IdentityRows {
  return {
    async insertProfile({ name, secretSealed, createdAt }) {
      const result = await transaction
        .insertInto('retailer_profiles')
        .values({
          retailer_id: retailerId,
          name,
          secret_sealed: secretSealed,
          created_at: new Date(createdAt),
        })
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirst()
      return result.numInsertedOrUpdatedRows === 1n ? 'inserted' : 'exists'
    },

    async profile() {
      const row = await transaction
        .selectFrom('retailer_profiles')
        .select(['name', 'secret_sealed'])
        .where('retailer_id', '=', retailerId)
        .executeTakeFirst()
      return row && { name: row.name, secretSealed: row.secret_sealed }
    },
  }
}
