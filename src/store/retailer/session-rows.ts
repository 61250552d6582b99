// Sessions of a shop, in PostgreSQL.

import type { SessionOrigin, SessionRow, SessionRows } from '#ports/session-rows.ts'

import type { RetailerScope } from './scope.ts'

/** Rows of one shop's sessions. */
export function sessionRows({ transaction, retailerId }: RetailerScope): SessionRows {
  const own = () => transaction.deleteFrom('retailer_sessions').where('retailer_id', '=', retailerId)
  return {
    async insert({ sessionId, tokenHash, openedBy, createdAt, expiresAt, lastUsedOn }) {
      await transaction
        .insertInto('retailer_sessions')
        .values({
          retailer_id: retailerId,
          session_id: sessionId,
          token_hash: tokenHash,
          opened_by: openedBy,
          created_at: new Date(createdAt),
          expires_at: new Date(expiresAt),
          last_used_on: lastUsedOn,
        })
        .execute()
    },

    async use(sessionId, now) {
      const row = await transaction
        .selectFrom('retailer_sessions')
        .select(['token_hash', 'last_used_on'])
        .where('retailer_id', '=', retailerId)
        .where('session_id', '=', sessionId)
        .where('expires_at', '>', new Date(now))
        .executeTakeFirst()
      const today = dayOf(now)
      if (row && row.last_used_on !== today) {
        await transaction
          .updateTable('retailer_sessions')
          .set({ last_used_on: today })
          .where('retailer_id', '=', retailerId)
          .where('session_id', '=', sessionId)
          .execute()
      }
      return row?.token_hash
    },

    async list(now) {
      const rows = await transaction
        .selectFrom('retailer_sessions')
        .select(['session_id', 'opened_by', 'created_at', 'expires_at', 'last_used_on'])
        .where('retailer_id', '=', retailerId)
        .where('expires_at', '>', new Date(now))
        .orderBy('created_at', 'desc')
        .orderBy('session_id')
        .execute()
      return rows.map(sessionOf)
    },

    async remove(sessionId) {
      const result = await own().where('session_id', '=', sessionId).executeTakeFirst()
      return result.numDeletedRows === 1n
    },

    async removeAll() {
      await own().execute()
    },

    async trim(most, now) {
      await own().where('expires_at', '<=', new Date(now)).execute()
      const kept = transaction
        .selectFrom('retailer_sessions')
        .select('session_id')
        .where('retailer_id', '=', retailerId)
        .orderBy('created_at', 'desc')
        .orderBy('session_id')
        .limit(most)
      await own().where('session_id', 'not in', kept).execute()
    },
  }
}

/** A stored session without its hash. */
export function sessionOf(row: {
  readonly session_id: string
  readonly opened_by: string
  readonly created_at: Date
  readonly expires_at: Date
  readonly last_used_on: string
}): SessionRow {
  return {
    sessionId: row.session_id,
    openedBy: row.opened_by as SessionOrigin,
    createdAt: row.created_at.getTime(),
    expiresAt: row.expires_at.getTime(),
    lastUsedOn: row.last_used_on,
  }
}

/** The day of an instant, by UTC. */
export function dayOf(now: number): string {
  return new Date(now).toISOString().slice(0, 'yyyy-mm-dd'.length)
}
