// Wallets and answered challenges in PostgreSQL.

import type { SignInBooks } from '#ports/sign-in-books.ts'
import type { Address } from 'viem'

import type { Database } from '../database.ts'

/** Wallets of one shop that are listed at most. */
const WALLETS_MAX = 100

/** Sign-in books over PostgreSQL. */
export function createSignInBooks(database: Database): SignInBooks {
  return { ...challengeBook(database), ...walletBook(database) }
}

function challengeBook(database: Database): Pick<SignInBooks, 'spend'> {
  return {
    async spend(challengeHash, { expiresAt, now }) {
      await database.deleteFrom('chain_spent_challenges').where('expires_at', '<', new Date(now)).execute()
      const result = await database
        .insertInto('chain_spent_challenges')
        .values({ challenge_hash: challengeHash, expires_at: new Date(expiresAt) })
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirst()
      return result.numInsertedOrUpdatedRows === 1n ? 'spent' : 'spent-before'
    },
  }
}

function walletBook(database: Database): Omit<SignInBooks, 'spend'> {
  const retailerOf: SignInBooks['retailerOf'] = async (address) => {
    const row = await database
      .selectFrom('chain_wallets')
      .select('retailer_id')
      .where('address', '=', address)
      .executeTakeFirst()
    return row?.retailer_id
  }
  return {
    retailerOf,

    async bindWallet({ address, retailerId, boundAt }) {
      await database
        .insertInto('chain_wallets')
        .values({ address, retailer_id: retailerId, bound_at: new Date(boundAt) })
        .onConflict((conflict) => conflict.doNothing())
        .execute()
      return (await retailerOf(address)) === retailerId ? 'bound' : 'taken'
    },

    async unbindWallet({ address, retailerId }) {
      const result = await database
        .deleteFrom('chain_wallets')
        .where('address', '=', address)
        .where('retailer_id', '=', retailerId)
        .executeTakeFirst()
      return result.numDeletedRows === 1n
    },

    async walletsOf(retailerId) {
      const rows = await database
        .selectFrom('chain_wallets')
        .select(['address', 'bound_at'])
        .where('retailer_id', '=', retailerId)
        .orderBy('bound_at')
        .limit(WALLETS_MAX)
        .execute()
      return rows.map((row) => ({ address: row.address as Address, boundAt: row.bound_at.getTime() }))
    },
  }
}
