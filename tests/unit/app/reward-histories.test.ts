// The app's rewards through random histories, on stores in memory: hundreds in a run.

import fc from 'fast-check'
import { test } from 'vitest'

import { createMemoryChainBooks, createMemoryRecommenders } from './support/memory-books.ts'
import { createMemoryRetailers } from './support/memory-retailers.ts'
import { emptyMemory } from './support/memory-state.ts'
import { history, play } from './support/reward-histories.ts'

import type { HistoryStores } from './support/history-world.ts'

/** Histories of a run; more by `REWARD_HISTORIES`. */
const HISTORIES = Number(process.env['REWARD_HISTORIES'] ?? 400)

/** Milliseconds in which a run of the default size is done several times over; longer runs take what they need. */
const PATIENCE_MS = 120_000 + HISTORIES * 300

function memoryStores(): HistoryStores {
  const memory = emptyMemory()
  return {
    retailers: createMemoryRetailers(memory),
    recommenders: createMemoryRecommenders(new Map()),
    chainBooks: createMemoryChainBooks(),
    inspect: () => Promise.resolve(memory),
    jobs: () => memory.jobs,
  }
}

test(
  'L-1, L-8 to L-12: whatever happens to rewards, they end at what the facts say',
  async () => {
    await fc.assert(
      fc.asyncProperty(history, (one) => play(memoryStores(), one)),
      { numRuns: HISTORIES },
    )
  },
  PATIENCE_MS,
)
