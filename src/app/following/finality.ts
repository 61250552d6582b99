// When a block counts as final: it can then no longer be taken back, or everything stops.

import type { Instant } from '#domain/order-facts.ts'
import type { FollowedBlock, FollowingStore } from '#ports/following-store.ts'

export type Finality =
  /** The local testnet: a killed node loses its last second, and to a relayer that is a reorg. */
  | { readonly mode: 'local' }
  /** Any other chain: final below this many blocks. */
  | { readonly mode: 'depth'; readonly blocks: bigint }

/** Blocks that must lie on top of a final one on the local testnet. */
const LOCAL_DEPTH_BLOCKS = 2n

/** Milliseconds since a final block was received on the local testnet: the node writes its state every second. */
const LOCAL_AGE_MS = 3_000

/** Every followed block was received before this instant: for chains where only the depth counts. */
const ANY_INSTANT: Instant = 8_640_000_000_000_000

/** The highest block that is final while `tip` is the latest at instant `now`; undefined when none is. */
export function findFinalBlock(
  store: Pick<FollowingStore, 'highestReceivedBefore'>,
  finality: Finality,
  tip: FollowedBlock,
  now: Instant,
): Promise<FollowedBlock | undefined> {
  switch (finality.mode) {
    case 'local':
      return store.highestReceivedBefore(tip.number - LOCAL_DEPTH_BLOCKS, now - LOCAL_AGE_MS)
    case 'depth':
      return store.highestReceivedBefore(tip.number - finality.blocks, ANY_INSTANT)
    default:
      return finality satisfies never
  }
}
