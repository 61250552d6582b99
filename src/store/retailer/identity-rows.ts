// Who a retailer is and how it proves it, in PostgreSQL.

import type { IdentityRows } from '#ports/identity-rows.ts'

import type { RetailerScope } from './scope.ts'

/** Rows of the retailer's profile and sign-in links. */
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

    async insertSignIn({ tokenHash, createdAt, expiresAt }) {
      await transaction
        .insertInto('retailer_sign_ins')
        .values({
          retailer_id: retailerId,
          token_hash: tokenHash,
          created_at: new Date(createdAt),
          expires_at: new Date(expiresAt),
          revoked_at: null,
        })
        .execute()
    },

    async hasSignIn(tokenHash, now) {
      const row = await transaction
        .selectFrom('retailer_sign_ins')
        .select('token_hash')
        .where('retailer_id', '=', retailerId)
        .where('token_hash', '=', tokenHash)
        .where('revoked_at', 'is', null)
        .where('expires_at', '>', new Date(now))
        .executeTakeFirst()
      return row !== undefined
    },
  }
}
