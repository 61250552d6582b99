// The chain as the follower reads it: block by block, each with exactly its own events. Implemented with viem in
// `src/chain`.

import type { ChainBlock, LedgerEvent } from './chain.ts'

/** Every method may throw `Problem('chain_unavailable')`; the follower then tries again and has changed nothing. */
export type ChainSource = {
  readonly head: () => Promise<ChainBlock>
  readonly block: (number: bigint) => Promise<ChainBlock | undefined>
  /**
   * The ledger's events in these very blocks, asked for by hash and in log order: a node that does not have one of the
   * blocks answers with an error, never with an empty list.
   */
  readonly eventsOf: (blocks: readonly ChainBlock[]) => Promise<readonly LedgerEvent[]>
}
