// The app's rewards through thousands of short lives of two orders in a run, on stores in memory. Apart from the long
// histories, so that both are played at once.

import fc from 'fast-check'
import { test } from 'vitest'

import { LIVES, PATIENCE_MS, runsOf } from './support/history-runs.ts'
import { openMemoryStores } from './support/memory-stores.ts'
import { life, live } from './support/order-lives.ts'

test(
  'L-1, L-5, L-10, L-11, L-12: facts of every kind, told in any order and again around commit and maturity, end in one ledger',
  async () => {
    await fc.assert(
      fc.asyncProperty(life, (one) => live(openMemoryStores(), one)),
      runsOf(LIVES),
    )
  },
  PATIENCE_MS,
)
