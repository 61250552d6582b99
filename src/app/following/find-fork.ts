// Finds where the followed chain and the node's chain part.

import { Problem } from '#domain/problem.ts'
import type { ChainBlock } from '#ports/chain.ts'
import type { ChainSource } from '#ports/chain-source.ts'
import type { FollowedBlock, FollowedChain } from '#ports/following-store.ts'

export type Fork =
  /** The last block that both have; the tip itself when nothing was taken back. */
  | { readonly status: 'found'; readonly block: FollowedBlock }
  /** The node ends below what is followed, on the same chain: it lags, or has lost its end and will grow another. */
  | { readonly status: 'behind' }
  /** The chain changed while it was being read. */
  | { readonly status: 'unsettled' }

export type FindForkDeps = {
  readonly source: Pick<ChainSource, 'block'>
  readonly store: Pick<FollowedChain, 'blockAt' | 'finalNumber'>
}

/**
 * Walks down from the lower of both ends while the hashes differ. Throws `chain_reorganised` when they differ at a final
 * block, or down to the first block ever followed.
 */
export async function findFork(deps: FindForkDeps, tip: FollowedBlock, head: ChainBlock): Promise<Fork> {
  const start = tip.number < head.number ? tip.number : head.number
  const finalNumber = await deps.store.finalNumber()

  for (let number = start; ; number--) {
    const ours = number === tip.number ? tip : await deps.store.blockAt(number)
    if (!ours) throw new Problem('chain_reorganised', { block: number.toString() })
    const theirs = number === head.number ? head : await deps.source.block(number)
    if (!theirs) return { status: 'unsettled' }
    if (ours.hash === theirs.hash) {
      const nodeLags = number === head.number && head.number < tip.number
      return nodeLags ? { status: 'behind' } : { status: 'found', block: ours }
    }
    if (finalNumber !== undefined && number <= finalNumber) {
      throw new Problem('chain_reorganised', {
        block: number.toString(),
        expected: ours.hash,
        found: theirs.hash,
      })
    }
  }
}
