// All chain stores in memory, sharing one set of fences.

import {
  createMemoryFollowing,
  createMemoryLeases,
  createMemoryTransactions,
  type Fences,
} from './memory-stores.ts'
import type { MakeStores } from './sending-world.ts'

export const makeMemoryStores: MakeStores = async (clock) => {
  const fences: Fences = new Map()
  const { transactions, store } = createMemoryTransactions(fences, clock)
  const following = createMemoryFollowing()
  return {
    sending: store,
    transactions,
    following: following.store,
    pins: following.pins,
    events: following.events,
    newLeases: () => createMemoryLeases(fences),
    steal: async (lease) => {
      const entry = fences.get(lease)
      fences.set(lease, { fence: (entry?.fence ?? 0n) + 1n, holder: {} })
    },
    close: async () => undefined,
  }
}
