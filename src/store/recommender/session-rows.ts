// Sessions of a person, in PostgreSQL.

import type { SessionRows } from '#ports/session-rows.ts'

import { dayOf, sessionOf } from '../retailer/session-rows.ts'
import type { RecommenderScope } from './scope.ts'

/** Rows of one person's sessions. */
export function sessionRows({ transaction, recommenderId }: RecommenderScope): SessionRows {
  const own = () => transaction.deleteFrom('recommender_sessions').where('recommender_id', '=', recommenderId)
  return {
    async insert({ sessionId, tokenHash, openedBy, createdAt, expiresAt, lastUsedOn }) {
      await transaction
        .insertInto('recommender_sessions')
        .values({
          recommender_id: recommenderId,
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
        .selectFrom('recommender_sessions')
        .select(['token_hash', 'last_used_on'])
        .where('recommender_id', '=', recommenderId)
        .where('session_id', '=', sessionId)
        .where('expires_at', '>', new Date(now))
        .executeTakeFirst()
      const today = dayOf(now)
      if (row && row.last_used_on !== today) {
        await transaction
          .updateTable('recommender_sessions')
          .set({ last_used_on: today })
          .where('recommender_id', '=', recommenderId)
          .where('session_id', '=', sessionId)
          .execute()
      }
      return row?.token_hash
    },

    async list(now) {
      const rows = await transaction
        .selectFrom('recommender_sessions')
        .select(['session_id', 'opened_by', 'created_at', 'expires_at', 'last_used_on'])
        .where('recommender_id', '=', recommenderId)
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
        .selectFrom('recommender_sessions')
        .select('session_id')
        .where('recommender_id', '=', recommenderId)
        .orderBy('created_at', 'desc')
        .orderBy('session_id')
        .limit(most)
      await own().where('session_id', 'not in', kept).execute()
    },
  }
}
