// API keys of a retailer; of a key's secret only a hash is kept.

import type { Scope } from '#domain/access/principal.ts'
import type { Instant } from '#domain/order-facts.ts'

import type { PlacePage } from './list-place.ts'

export type ApiKeyRow = {
  readonly keyId: string
  /** What the shop calls it. */
  readonly name: string
  readonly scopes: readonly Scope[]
  readonly createdAt: Instant
  readonly expiresAt: Instant | null
  /** Day of the last use, `2026-11-22`; null before the first. */
  readonly lastUsedOn: string | null
  readonly revokedAt: Instant | null
}

export type ApiKeyRows = {
  readonly insert: (
    row: Pick<ApiKeyRow, 'keyId' | 'name' | 'scopes' | 'createdAt' | 'expiresAt'> & {
      readonly secretHash: Uint8Array
    },
  ) => Promise<void>
  /** A key that is neither revoked nor expired. */
  readonly live: (
    keyId: string,
    now: Instant,
  ) => Promise<{ readonly secretHash: Uint8Array; readonly scopes: readonly Scope[] } | undefined>
  /** Notes the day; writes once a day. */
  readonly noteUse: (keyId: string, now: Instant) => Promise<void>
  /** The newest first, at most `limit` from a place on. */
  readonly list: (page: PlacePage) => Promise<readonly ApiKeyRow[]>
  /** Keys that are neither revoked nor expired. */
  readonly countLive: (now: Instant) => Promise<number>
  /** Ids of live keys that may make others; until this database transaction ends none of them is revoked by another. */
  readonly lockAdmins: (now: Instant) => Promise<readonly string[]>
  /** The key as it is now; undefined when there is none. The same twice keeps the first instant. */
  readonly revoke: (keyId: string, now: Instant) => Promise<ApiKeyRow | undefined>
}
