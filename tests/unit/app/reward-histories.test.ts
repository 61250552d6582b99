// The app's rewards through hundreds of long random histories in a run, on stores in memory.

import fc from 'fast-check'
import { test } from 'vitest'

import { HISTORIES, PATIENCE_MS, runsOf } from './support/history-runs.ts'
import { openMemoryStores } from './support/memory-stores.ts'
import { history, play } from './support/reward-histories.ts'

test(
  'L-1, L-5, L-6, L-7, L-8, L-9, L-10, L-11, L-12: whatever happens to rewards, they end at what the facts say',
  async () => {
    await fc.assert(
      fc.asyncProperty(history, (one) => play(openMemoryStores(), one)),
      runsOf(HISTORIES),
    )
  },
  PATIENCE_MS,
)
