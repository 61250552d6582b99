// How far each connection has been read, in PostgreSQL. A claim is a token with an end: whoever holds it reads, and whoever
// lost it changes nothing any more.

import { firstCursor } from '#domain/pull-cursor.ts'

import type { PullClaim, PullRows } from '#ports/pull-rows.ts'
import type { Selectable } from 'kysely'

import type { RetailerPullTables } from '../tables/retailer-pulls.ts'
import type { RetailerScope } from './scope.ts'

type PullRow = Selectable<RetailerPullTables['retailer_pulls']>

/** Rows of the reading of the retailer's connections. */
export function pullRows(scope: RetailerScope): PullRows {
  return { ...ownedRows(scope), ...claimedRows(scope) }
}

function ownedRows({
  transaction,
  retailerId,
}: RetailerScope): Pick<PullRows, 'save' | 'remove' | 'credentials' | 'state' | 'hasten' | 'overdue'> {
  return {
    async save({ connectionId, credentialsSealed, now }) {
      const fresh = {
        credentials_sealed: credentialsSealed,
        next_at: new Date(now),
        last_error: null,
        withheld: null,
        failures: 0,
        // Another shop's page leads nowhere; the same shop is read again from the start of the window.
        place: null,
      }
      await transaction
        .insertInto('retailer_pulls')
        .values({
          retailer_id: retailerId,
          connection_id: connectionId,
          ...fresh,
          swept_since: null,
          newest_seen: null,
          last_pulled_at: null,
          caught_up_at: null,
          messages: 0n,
          claim_token: null,
          claimed_until: null,
        })
        .onConflict((conflict) =>
          conflict
            .columns(['retailer_id', 'connection_id'])
            .doUpdateSet({ ...fresh, claim_token: null, claimed_until: null }),
        )
        .execute()
    },

    async remove(connectionId) {
      const result = await transaction
        .deleteFrom('retailer_pulls')
        .where('retailer_id', '=', retailerId)
        .where('connection_id', '=', connectionId)
        .executeTakeFirst()
      return result.numDeletedRows === 1n
    },

    async credentials(connectionId) {
      const row = await transaction
        .selectFrom('retailer_pulls')
        .select('credentials_sealed')
        .where('retailer_id', '=', retailerId)
        .where('connection_id', '=', connectionId)
        .executeTakeFirst()
      return row?.credentials_sealed
    },

    async state(connectionId) {
      const row = await transaction
        .selectFrom('retailer_pulls')
        .selectAll()
        .where('retailer_id', '=', retailerId)
        .where('connection_id', '=', connectionId)
        .executeTakeFirst()
      return (
        row && {
          connectionId,
          lastPulledAt: row.last_pulled_at?.getTime() ?? null,
          caughtUpAt: row.caught_up_at?.getTime() ?? null,
          lastError: row.last_error,
          withheld: row.withheld,
          failures: row.failures,
          nextAt: row.next_at.getTime(),
          readUntil: row.newest_seen?.getTime() ?? null,
          messages: Number(row.messages),
        }
      )
    },

    async hasten(connectionId, now) {
      const result = await transaction
        .updateTable('retailer_pulls')
        .set({ next_at: new Date(now) })
        .where('retailer_id', '=', retailerId)
        .where('connection_id', '=', connectionId)
        .executeTakeFirst()
      return result.numUpdatedRows === 1n
    },

    async overdue(before) {
      const rows = await transaction
        .selectFrom('retailer_pulls')
        .select('connection_id')
        .where('retailer_id', '=', retailerId)
        .where('next_at', '<', new Date(before))
        .where(({ eb, or }) =>
          or([eb('claimed_until', 'is', null), eb('claimed_until', '<', new Date(before))]),
        )
        .execute()
      return rows.map((row) => row.connection_id)
    },
  }
}

function claimedRows({
  transaction,
  retailerId,
}: RetailerScope): Pick<PullRows, 'claim' | 'advance' | 'release'> {
  const held = ({ connectionId, token }: Pick<PullClaim, 'connectionId' | 'token'>) =>
    transaction
      .updateTable('retailer_pulls')
      .where('retailer_id', '=', retailerId)
      .where('connection_id', '=', connectionId)
      .where('claim_token', '=', token)
  return {
    async claim(connectionId, { token, now, until }) {
      const row = await transaction
        .updateTable('retailer_pulls')
        .set({ claim_token: token, claimed_until: new Date(until) })
        .where('retailer_id', '=', retailerId)
        .where('connection_id', '=', connectionId)
        .where('next_at', '<=', new Date(now))
        .where(({ eb, or }) =>
          or([eb('claimed_until', 'is', null), eb('claimed_until', '<=', new Date(now))]),
        )
        .returningAll()
        .executeTakeFirst()
      if (!row) return undefined
      const connection = await transaction
        .selectFrom('retailer_connections')
        .select('created_at')
        .where('retailer_id', '=', retailerId)
        .where('connection_id', '=', connectionId)
        .executeTakeFirstOrThrow()
      return {
        connectionId,
        token,
        credentialsSealed: row.credentials_sealed,
        cursor: cursorOf(row),
        connectedAt: connection.created_at.getTime(),
        failures: row.failures,
      }
    },

    async advance(claim, { cursor, messages, at, isCaughtUp, withheld, until }) {
      const result = await held(claim)
        .set((eb) => ({
          swept_since: new Date(cursor.since),
          newest_seen: new Date(cursor.newest),
          place: cursor.place,
          last_pulled_at: new Date(at),
          ...(isCaughtUp ? { caught_up_at: new Date(at) } : {}),
          ...(withheld === undefined ? {} : { withheld }),
          messages: eb('messages', '+', BigInt(messages)),
          claimed_until: new Date(until),
        }))
        .executeTakeFirst()
      return result.numUpdatedRows === 1n
    },

    async release(claim, { nextAt, failures, lastError }) {
      const result = await held(claim)
        .set({
          next_at: new Date(nextAt),
          failures,
          last_error: lastError,
          claim_token: null,
          claimed_until: null,
        })
        .executeTakeFirst()
      return result.numUpdatedRows === 1n
    },
  }
}

function cursorOf(row: PullRow): PullClaim['cursor'] {
  const { swept_since: since, newest_seen: newest, place } = row
  if (since === null) return undefined
  return { ...firstCursor(since.getTime()), newest: (newest ?? since).getTime(), place }
}
