// Sessions: somebody who has signed in, on one device, until they sign out or it ends. Of a session only a hash is kept.

import type { Instant } from '#domain/order-facts.ts'

/** How a session was opened. */
export type SessionOrigin = 'link' | 'key' | 'wallet' | 'passkey'

export type SessionRow = {
  readonly sessionId: string
  readonly openedBy: SessionOrigin
  readonly createdAt: Instant
  readonly expiresAt: Instant
  /** Day of the last use, `2026-11-22`; finer would be a record of somebody's habits. */
  readonly lastUsedOn: string
}

export type SessionRows = {
  readonly insert: (row: SessionRow & { readonly tokenHash: Uint8Array }) => Promise<void>
  /** The hash of a session that has not ended; notes the day of its use. */
  readonly use: (sessionId: string, now: Instant) => Promise<Uint8Array | undefined>
  /** Those that have not ended, the newest first. */
  readonly list: (now: Instant) => Promise<readonly SessionRow[]>
  /** Ends one; whether there was one. */
  readonly remove: (sessionId: string) => Promise<boolean>
  readonly removeAll: () => Promise<void>
  /** Ends the oldest until `most` are left, and forgets those that ended by themselves. */
  readonly trim: (most: number, now: Instant) => Promise<void>
}
