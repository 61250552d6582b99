// Empty stores in memory for one history.

import { createMemoryChainBooks, createMemoryRecommenders } from './memory-books.ts'
import { createMemoryRetailers } from './memory-retailers.ts'
import { emptyMemory } from './memory-state.ts'

import type { HistoryStores } from './history-world.ts'

/** Opens stores that keep everything in memory. */
export function openMemoryStores(): HistoryStores {
  const memory = emptyMemory()
  return {
    retailers: createMemoryRetailers(memory),
    recommenders: createMemoryRecommenders(new Map()),
    chainBooks: createMemoryChainBooks(),
    inspect: () => Promise.resolve(memory),
    jobs: () => memory.jobs,
  }
}
