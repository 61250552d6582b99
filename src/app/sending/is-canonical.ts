// Whether a block is one that the follower stands on.

import type { FollowedChain } from '#ports/following-store.ts'
import type { Hex } from 'viem'

/**
 * True for a followed block of this number and hash. A number that is final but kept no more is true as well: only
 * blocks far below the final one are dropped. False for a block not followed yet.
 */
export async function isCanonical(
  followed: Pick<FollowedChain, 'blockAt'>,
  finalNumber: bigint | undefined,
  block: { readonly blockNumber: bigint; readonly blockHash: Hex },
): Promise<boolean> {
  const ours = await followed.blockAt(block.blockNumber)
  if (ours) return ours.hash === block.blockHash
  return finalNumber !== undefined && block.blockNumber < finalNumber
}
