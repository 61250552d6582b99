// How far each connection has been read, and what lets us read it.

import type { ConnectionId } from '#domain/ids.ts'
import type { Instant } from '#domain/order-facts.ts'
import type { PullCursor } from '#domain/pull-cursor.ts'

/** What a shop's owner may know of the reading of a connection. */
export type PullState = {
  readonly connectionId: ConnectionId
  /** When a page was last read; null before the first. */
  readonly lastPulledAt: Instant | null
  /** When everything there was had last been read; null before the first time. */
  readonly caughtUpAt: Instant | null
  /** Why the last attempt failed; null when it did not. */
  readonly lastError: string | null
  /** What the shop does not let us read beside its orders; null when nothing. */
  readonly withheld: string | null
  /** Attempts in a row that failed. */
  readonly failures: number
  /** When the shop is asked again. */
  readonly nextAt: Instant
  /** The newest change that was read, by the shop's clock; null before the first page. */
  readonly readUntil: Instant | null
  /** Messages that the shop had not sent by itself before they were read, or that have changed since. */
  readonly messages: number
}

/** A connection that this process alone reads until `until`. */
export type PullClaim = {
  readonly connectionId: ConnectionId
  /** Told apart from every other claim: whoever writes under an older one is refused. */
  readonly token: string
  readonly credentialsSealed: Uint8Array
  readonly cursor: PullCursor | undefined
  /** When the connection was made: nothing before it can have come by a link. */
  readonly connectedAt: Instant
  readonly failures: number
}

export type PullProgress = {
  readonly cursor: PullCursor
  readonly messages: number
  readonly at: Instant
  readonly isCaughtUp: boolean
  /** Absent where it stays as it was. */
  readonly withheld?: string | null
}

export type PullRows = {
  /** Keeps credentials in place of earlier ones, and makes the connection due now. */
  readonly save: (row: {
    readonly connectionId: ConnectionId
    readonly credentialsSealed: Uint8Array
    readonly now: Instant
  }) => Promise<void>
  /** Forgets credentials and how far the connection was read; false when there are none. */
  readonly remove: (connectionId: ConnectionId) => Promise<boolean>
  /** What lets us read the connection, sealed; undefined when nothing does. */
  readonly credentials: (connectionId: ConnectionId) => Promise<Uint8Array | undefined>
  readonly state: (connectionId: ConnectionId) => Promise<PullState | undefined>
  /** Makes a connection due now; false when it has no credentials. */
  readonly hasten: (connectionId: ConnectionId, now: Instant) => Promise<boolean>
  /** Claims a connection that is due and that nobody reads. */
  readonly claim: (
    connectionId: ConnectionId,
    claim: { readonly token: string; readonly now: Instant; readonly until: Instant },
  ) => Promise<PullClaim | undefined>
  /** Keeps how far a page led; false when the claim was lost. */
  readonly advance: (
    claim: Pick<PullClaim, 'connectionId' | 'token'>,
    progress: PullProgress & { readonly until: Instant },
  ) => Promise<boolean>
  /** Gives a claim back, with when the connection is due next; nothing happens when it was lost. */
  readonly release: (
    claim: Pick<PullClaim, 'connectionId' | 'token'>,
    next: { readonly nextAt: Instant; readonly failures: number; readonly lastError: string | null },
  ) => Promise<boolean>
  /** Connections that were due before `before` and that nobody reads. */
  readonly overdue: (before: Instant) => Promise<readonly ConnectionId[]>
}
