// API keys in PostgreSQL.

import type { ApiKeyRow, ApiKeyRows } from '#ports/api-key-rows.ts'
import type { Scope } from '#domain/access/principal.ts'
import { sql } from 'kysely'

import type { RetailerScope } from './scope.ts'
import { dayOf } from './session-rows.ts'

/** Rows of one retailer's API keys. */
export function apiKeyRows({ transaction, retailerId }: RetailerScope): ApiKeyRows {
  const columns = [
    'key_id',
    'name',
    'scopes',
    'created_at',
    'expires_at',
    'last_used_on',
    'revoked_at',
  ] as const
  return {
    async insert({ keyId, name, scopes, secretHash, createdAt, expiresAt }) {
      await transaction
        .insertInto('retailer_api_keys')
        .values({
          retailer_id: retailerId,
          key_id: keyId,
          name,
          scopes: JSON.stringify(scopes),
          secret_hash: secretHash,
          created_at: new Date(createdAt),
          expires_at: expiresAt === null ? null : new Date(expiresAt),
          last_used_on: null,
          revoked_at: null,
        })
        .execute()
    },

    async live(keyId, now) {
      const row = await transaction
        .selectFrom('retailer_api_keys')
        .select(['secret_hash', 'scopes'])
        .where('retailer_id', '=', retailerId)
        .where('key_id', '=', keyId)
        .where('revoked_at', 'is', null)
        .where((eb) => eb.or([eb('expires_at', 'is', null), eb('expires_at', '>', new Date(now))]))
        .executeTakeFirst()
      return row && { secretHash: row.secret_hash, scopes: row.scopes as readonly Scope[] }
    },

    async noteUse(keyId, now) {
      const today = dayOf(now)
      await transaction
        .updateTable('retailer_api_keys')
        .set({ last_used_on: today })
        .where('retailer_id', '=', retailerId)
        .where('key_id', '=', keyId)
        .where(sql<boolean>`last_used_on is distinct from ${today}`)
        .execute()
    },

    async list({ limit, after }) {
      let query = transaction
        .selectFrom('retailer_api_keys')
        .select(columns)
        .where('retailer_id', '=', retailerId)
      if (after)
        query = query.where(({ eb, refTuple, tuple }) =>
          eb(refTuple('created_at', 'key_id'), '<', tuple(new Date(after.at), after.id)),
        )
      const rows = await query.orderBy('created_at', 'desc').orderBy('key_id', 'desc').limit(limit).execute()
      return rows.map(keyOf)
    },

    async countLive(now) {
      const row = await transaction
        .selectFrom('retailer_api_keys')
        .select((eb) => eb.fn.countAll<bigint>().as('count'))
        .where('retailer_id', '=', retailerId)
        .where('revoked_at', 'is', null)
        .where((eb) => eb.or([eb('expires_at', 'is', null), eb('expires_at', '>', new Date(now))]))
        .executeTakeFirstOrThrow()
      return Number(row.count)
    },

    async lockAdmins(now) {
      const rows = await transaction
        .selectFrom('retailer_api_keys')
        .select('key_id')
        .where('retailer_id', '=', retailerId)
        .where('revoked_at', 'is', null)
        .where((eb) => eb.or([eb('expires_at', 'is', null), eb('expires_at', '>', new Date(now))]))
        .where(sql<boolean>`scopes ? 'admin'`)
        .orderBy('key_id')
        .forUpdate()
        .execute()
      return rows.map((row) => row.key_id)
    },

    async revoke(keyId, now) {
      const row = await transaction
        .updateTable('retailer_api_keys')
        .set((eb) => ({ revoked_at: eb.fn.coalesce('revoked_at', eb.val(new Date(now))) }))
        .where('retailer_id', '=', retailerId)
        .where('key_id', '=', keyId)
        .returning(columns)
        .executeTakeFirst()
      return row && keyOf(row)
    },
  }
}

function keyOf(row: {
  readonly key_id: string
  readonly name: string
  readonly scopes: readonly string[]
  readonly created_at: Date
  readonly expires_at: Date | null
  readonly last_used_on: string | null
  readonly revoked_at: Date | null
}): ApiKeyRow {
  return {
    keyId: row.key_id,
    name: row.name,
    scopes: row.scopes as readonly Scope[],
    createdAt: row.created_at.getTime(),
    expiresAt: row.expires_at?.getTime() ?? null,
    lastUsedOn: row.last_used_on,
    revokedAt: row.revoked_at?.getTime() ?? null,
  }
}
