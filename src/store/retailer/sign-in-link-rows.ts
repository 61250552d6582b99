// Sign-in links of a shop, in PostgreSQL.

import type { SignInLinkRows } from '#ports/sign-in-link-rows.ts'
import { sql } from 'kysely'

import type { RetailerScope } from './scope.ts'
import { dayOf } from './session-rows.ts'

/** Bytes of the hash that name a link in lists: a shop has a few dozen. */
const LINK_ID_BYTES = 8

const linkId = sql<string>`encode(substring(token_hash from 1 for ${sql.lit(LINK_ID_BYTES)}), 'hex')`

/** Rows of one shop's sign-in links. */
export function signInLinkRows({ transaction, retailerId }: RetailerScope): SignInLinkRows {
  const live = (now: number) =>
    transaction
      .selectFrom('retailer_sign_ins')
      .where('retailer_id', '=', retailerId)
      .where('revoked_at', 'is', null)
      .where('expires_at', '>', new Date(now))
  const liveForUpdate = () =>
    transaction
      .updateTable('retailer_sign_ins')
      .where('retailer_id', '=', retailerId)
      .where('revoked_at', 'is', null)
  return {
    async insert({ tokenHash, createdAt, expiresAt }) {
      await transaction
        .insertInto('retailer_sign_ins')
        .values({
          retailer_id: retailerId,
          token_hash: tokenHash,
          created_at: new Date(createdAt),
          expires_at: new Date(expiresAt),
          last_used_on: null,
          revoked_at: null,
        })
        .execute()
    },

    async use(tokenHash, now) {
      const row = await live(now)
        .select('last_used_on')
        .where('token_hash', '=', tokenHash)
        .executeTakeFirst()
      const today = dayOf(now)
      if (row && row.last_used_on !== today)
        await liveForUpdate().set({ last_used_on: today }).where('token_hash', '=', tokenHash).execute()
      return row !== undefined
    },

    async list(now) {
      const rows = await live(now)
        .select(['created_at', 'expires_at', 'last_used_on', linkId.as('link_id')])
        .orderBy('created_at', 'desc')
        .orderBy('token_hash', 'desc')
        .execute()
      return rows.map((row) => ({
        linkId: row.link_id,
        createdAt: row.created_at.getTime(),
        expiresAt: row.expires_at.getTime(),
        lastUsedOn: row.last_used_on,
      }))
    },

    async revoke(id, now) {
      const result = await liveForUpdate()
        .set({ revoked_at: new Date(now) })
        .where('expires_at', '>', new Date(now))
        .where(linkId, '=', id)
        .executeTakeFirst()
      return result.numUpdatedRows > 0n
    },

    async trim(most, now) {
      const kept = live(now)
        .select('token_hash')
        .orderBy('created_at', 'desc')
        .orderBy('token_hash', 'desc')
        .limit(most)
      await liveForUpdate()
        .set({ revoked_at: new Date(now) })
        .where('token_hash', 'not in', kept)
        .execute()
    },
  }
}
