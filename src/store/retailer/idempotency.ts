// Kept answers to requests with an Idempotency-Key, sealed, in PostgreSQL.

import { bytesToString, stringToBytes } from 'viem/utils'

import type { WallClock } from '#ports/clocks.ts'
import type { Sealer } from '#ports/crypto.ts'
import type { Idempotency, IdempotencyScope } from '#ports/idempotency.ts'

import { withDatabaseTransaction, type Database, type DatabaseTransaction } from '../database.ts'

/** Milliseconds after which a take without an answer was lost with its process. */
const TAKE_LOST_MS = 60_000

/** Idempotency over PostgreSQL. */
export function createIdempotency(
  database: Database,
  { sealer, clock }: { sealer: Sealer; clock: WallClock },
): Idempotency {
  return {
    begin: (scope, bodyHash) =>
      withDatabaseTransaction(database, async (transaction) => {
        const takenAt = new Date(clock.now())
        const inserted = await transaction
          .insertInto('retailer_idempotency')
          .values({
            retailer_id: scope.retailerId,
            principal: scope.principal,
            route: scope.route,
            key: scope.key,
            body_hash: bodyHash,
            status: null,
            body_sealed: null,
            taken_at: takenAt,
          })
          .onConflict((conflict) => conflict.doNothing())
          .executeTakeFirst()
        if (inserted.numInsertedOrUpdatedRows === 1n) return { state: 'fresh' }

        const row = await take(transaction, scope)
        if (row.body_hash !== bodyHash) return { state: 'other-body' }
        if (row.status !== null && row.body_sealed !== null) {
          const body = bytesToString(sealer.open(row.body_sealed, sealContext(scope)))
          return { state: 'done', status: row.status, body }
        }
        if (takenAt.getTime() - row.taken_at.getTime() < TAKE_LOST_MS) return { state: 'in-flight' }
        await set(transaction, scope, { taken_at: takenAt })
        return { state: 'fresh' }
      }),

    finish: (scope, status, body) =>
      withDatabaseTransaction(database, (transaction) =>
        set(transaction, scope, {
          status,
          body_sealed: sealer.seal(stringToBytes(body), sealContext(scope)),
        }),
      ),

    release: async (scope) => {
      await database
        .deleteFrom('retailer_idempotency')
        .where('retailer_id', '=', scope.retailerId)
        .where('principal', '=', scope.principal)
        .where('route', '=', scope.route)
        .where('key', '=', scope.key)
        .where('status', 'is', null)
        .execute()
    },

    async forget(retailerId, { before, limit }) {
      const old = database
        .selectFrom('retailer_idempotency')
        .select(['principal', 'route', 'key'])
        .where('retailer_id', '=', retailerId)
        .where('taken_at', '<', new Date(before))
        .limit(limit)
      const result = await database
        .deleteFrom('retailer_idempotency')
        .where('retailer_id', '=', retailerId)
        .where(({ eb, refTuple }) =>
          eb(refTuple('principal', 'route', 'key'), 'in', old.$asTuple('principal', 'route', 'key')),
        )
        .executeTakeFirst()
      return Number(result.numDeletedRows)
    },
  }
}

function sealContext(scope: IdempotencyScope): string {
  return `idempotency:${scope.retailerId}:${scope.principal}:${scope.route}:${scope.key}`
}

function take(transaction: DatabaseTransaction, scope: IdempotencyScope) {
  return transaction
    .selectFrom('retailer_idempotency')
    .selectAll()
    .where('retailer_id', '=', scope.retailerId)
    .where('principal', '=', scope.principal)
    .where('route', '=', scope.route)
    .where('key', '=', scope.key)
    .forUpdate()
    .executeTakeFirstOrThrow()
}

async function set(
  transaction: DatabaseTransaction,
  scope: IdempotencyScope,
  change: {
    readonly taken_at?: Date
    readonly status?: number
    readonly body_sealed?: Uint8Array
  },
): Promise<void> {
  await transaction
    .updateTable('retailer_idempotency')
    .set(change)
    .where('retailer_id', '=', scope.retailerId)
    .where('principal', '=', scope.principal)
    .where('route', '=', scope.route)
    .where('key', '=', scope.key)
    .execute()
}
