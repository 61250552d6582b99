// Where the follower keeps what it has seen of the chain, and what it pinned at its first start.

import type { Instant } from '#domain/order-facts.ts'

import type { ChainBlock, ChainIdentity, LedgerEvent } from './chain.ts'

/** A block and the instant at which it arrived, by the wall clock. */
export type FollowedBlock = ChainBlock & { readonly receivedAt: Instant }

export type ChainPins = {
  readonly pinned: () => Promise<ChainIdentity | undefined>
  /** Pins an identity where none is pinned; returns the one that stands. */
  readonly pin: (identity: ChainIdentity, at: Instant) => Promise<ChainIdentity>
}

/** The followed chain as others read it. */
export type FollowedChain = {
  /** The latest followed block. */
  readonly tip: () => Promise<FollowedBlock | undefined>
  readonly blockAt: (number: bigint) => Promise<FollowedBlock | undefined>
  /** Number of the latest final block; it never falls. */
  readonly finalNumber: () => Promise<bigint | undefined>
}

export type ChainStretch = {
  /** Hash of the tip that the caller saw; undefined when it saw none. */
  readonly expectedTip: string | undefined
  /** The last block that stays; everything above it is an orphan. Undefined before the first block. */
  readonly forkNumber: bigint | undefined
  /** Consecutive blocks from just above the fork. */
  readonly blocks: readonly FollowedBlock[]
  /** All events of `blocks`, in log order. */
  readonly events: readonly LedgerEvent[]
}

export type FollowingStore = FollowedChain & {
  /**
   * Takes orphans out and puts the new blocks and their events in, in one database transaction. `tip-moved` when
   * somebody else has moved the tip meanwhile; nothing is changed then.
   */
  readonly record: (stretch: ChainStretch) => Promise<'recorded' | 'tip-moved'>
  /** The highest block with at most this number that was received before the instant. */
  readonly highestReceivedBefore: (number: bigint, before: Instant) => Promise<FollowedBlock | undefined>
  /** Makes a followed block and all below it final; a lower one than the latest final changes nothing. */
  readonly markFinal: (block: ChainBlock) => Promise<void>
}
