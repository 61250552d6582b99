// The chain clock: it shows the time of the latest followed block, and moves only when the follower does.

import type { ChainBlock } from '#ports/chain.ts'
import type { ChainClock } from '#ports/clocks.ts'

export type FollowedChainClock = ChainClock & {
  /** Sets the clock to a block's time; after a reorg that may be an earlier time. */
  readonly set: (block: ChainBlock) => void
}

/** Shows undefined until it is set for the first time. */
export function createChainClock(): FollowedChainClock {
  let nowSeconds: number | undefined
  return {
    nowSeconds: () => nowSeconds,
    set: (block) => {
      nowSeconds = block.timestampSeconds
    },
  }
}
