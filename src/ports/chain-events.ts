// What the follower has recorded of the chain, for those who project it into books. Only final events are handed
// out, in log order, each exactly as often as it takes until it is marked applied.

import type { Hex } from 'viem'

import type { ChainBlock, LedgerEvent } from './chain.ts'

/** An event and its stable id: `<block number>:<log index>` of a final block. */
export type FinalEvent = { readonly id: string; readonly event: LedgerEvent }

export type ChainEvents = {
  /** The oldest final events not yet applied, at most `limit`. */
  readonly nextFinal: (limit: number) => Promise<readonly FinalEvent[]>
  readonly markApplied: (ids: readonly string[]) => Promise<void>
  /** Events that are seen but not final yet; they may vanish by a reorg. */
  readonly seenNotFinal: () => Promise<readonly LedgerEvent[]>
  /** Final and not applied, or seen and not final yet. */
  readonly countUnapplied: () => Promise<number>
  /** Batches, of all pools, that one chain transaction settled. */
  readonly countSettledBy: (transaction: {
    readonly hash: Hex
    readonly blockNumber: bigint
  }) => Promise<number>
  readonly latestBlock: () => Promise<ChainBlock | undefined>
  readonly finalBlock: () => Promise<ChainBlock | undefined>
  /** Which retailer a pool belongs to; small and replicated. */
  readonly retailerOfPool: (pool: number) => Promise<string | undefined>
  readonly assignPool: (pool: number, retailerId: string) => Promise<void>
  readonly pools: () => Promise<readonly { readonly pool: number; readonly retailerId: string }[]>
}
