// Passkeys of a person, in PostgreSQL.

import type { PasskeyRow, PasskeyRows } from '#ports/passkey-rows.ts'

import type { RecommenderScope } from './scope.ts'

/** Passkeys of one person that are listed at most. */
const PASSKEYS_MAX = 100

/** Rows of one person's passkeys, and of the one credential whose id made this id. */
export function passkeyRows(scope: RecommenderScope): PasskeyRows {
  return { ...ownRows(scope), ...ownerRows(scope) }
}

function ownRows({
  transaction,
  recommenderId,
}: RecommenderScope): Pick<PasskeyRows, 'insert' | 'passkey' | 'list' | 'remove' | 'setCounter'> {
  const select = () =>
    transaction
      .selectFrom('recommender_passkeys')
      .select(['credential_id', 'public_key', 'counter', 'created_at'])
      .where('recommender_id', '=', recommenderId)
  return {
    async insert({ credentialId, publicKey, counter, createdAt }) {
      const result = await transaction
        .insertInto('recommender_passkeys')
        .values({
          recommender_id: recommenderId,
          credential_id: credentialId,
          public_key: publicKey,
          counter: BigInt(counter),
          created_at: new Date(createdAt),
        })
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirst()
      return result.numInsertedOrUpdatedRows === 1n ? 'inserted' : 'exists'
    },

    async passkey(credentialId) {
      const row = await select().where('credential_id', '=', credentialId).executeTakeFirst()
      return row && passkeyOf(row)
    },

    async list() {
      const rows = await select().orderBy('created_at').limit(PASSKEYS_MAX).execute()
      return rows.map(passkeyOf)
    },

    async remove(credentialId) {
      const result = await transaction
        .deleteFrom('recommender_passkeys')
        .where('recommender_id', '=', recommenderId)
        .where('credential_id', '=', credentialId)
        .executeTakeFirst()
      return result.numDeletedRows === 1n
    },

    async setCounter(credentialId, counter) {
      await transaction
        .updateTable('recommender_passkeys')
        .set({ counter: BigInt(counter) })
        .where('recommender_id', '=', recommenderId)
        .where('credential_id', '=', credentialId)
        .execute()
    },
  }
}

function ownerRows({
  transaction,
  recommenderId,
}: RecommenderScope): Pick<PasskeyRows, 'insertOwner' | 'owner' | 'removeOwner'> {
  return {
    async insertOwner(ownerId) {
      await transaction
        .insertInto('recommender_passkey_owners')
        .values({ recommender_id: recommenderId, owner_id: ownerId })
        .onConflict((conflict) => conflict.doNothing())
        .execute()
    },

    async owner() {
      const row = await transaction
        .selectFrom('recommender_passkey_owners')
        .select('owner_id')
        .where('recommender_id', '=', recommenderId)
        .executeTakeFirst()
      return row?.owner_id
    },

    async removeOwner() {
      await transaction
        .deleteFrom('recommender_passkey_owners')
        .where('recommender_id', '=', recommenderId)
        .execute()
    },
  }
}

function passkeyOf(row: {
  readonly credential_id: string
  readonly public_key: Uint8Array
  readonly counter: bigint
  readonly created_at: Date
}): PasskeyRow {
  return {
    credentialId: row.credential_id,
    publicKey: row.public_key,
    counter: Number(row.counter),
    createdAt: row.created_at.getTime(),
  }
}
