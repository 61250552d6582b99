// Sign-in links of a shop. Of a link only a hash is kept, and the id under which it is listed is made of it.

import type { Instant } from '#domain/order-facts.ts'

export type SignInLinkRow = {
  /** Sixteen hex digits: the first of the hash. */
  readonly linkId: string
  readonly createdAt: Instant
  readonly expiresAt: Instant
  /** Day of the last use, `2026-11-22`; null while nobody has opened it. */
  readonly lastUsedOn: string | null
}

export type SignInLinkRows = {
  readonly insert: (row: {
    readonly tokenHash: Uint8Array
    readonly createdAt: Instant
    readonly expiresAt: Instant
  }) => Promise<void>
  /** Whether a link opens the shop; notes the day of its use. */
  readonly use: (tokenHash: Uint8Array, now: Instant) => Promise<boolean>
  /** Those that open the shop, the newest first. */
  readonly list: (now: Instant) => Promise<readonly SignInLinkRow[]>
  /** Ends one at once; whether there was one. */
  readonly revoke: (linkId: string, now: Instant) => Promise<boolean>
  /** Ends the oldest until `most` are left. */
  readonly trim: (most: number, now: Instant) => Promise<void>
}
