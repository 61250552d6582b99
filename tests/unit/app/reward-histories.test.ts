// The app's rewards through random histories, on stores in memory: hundreds of long ones and thousands of short ones in
// a run.

import fc from 'fast-check'
import { test } from 'vitest'

import { life, live } from './support/order-lives.ts'
import { openMemoryStores } from './support/memory-stores.ts'
import { history, play } from './support/reward-histories.ts'

/** Histories of a run; more by `REWARD_HISTORIES`. */
const HISTORIES = Number(process.env['REWARD_HISTORIES'] ?? 400)

/** Milliseconds in which a run of the default size is done several times over; longer runs take what they need. */
const PATIENCE_MS = 120_000 + HISTORIES * 300

test(
  'L-1, L-5, L-6, L-7, L-8, L-9, L-10, L-11, L-12: whatever happens to rewards, they end at what the facts say',
  async () => {
    await fc.assert(
      fc.asyncProperty(history, (one) => play(openMemoryStores(), one)),
      { numRuns: HISTORIES },
    )
  },
  PATIENCE_MS,
)

/** Short lives of a run. */
const LIVES = HISTORIES * 4

test(
  'L-1, L-5, L-10, L-11, L-12: facts of every kind, told in any order and again around commit and maturity, end in one ledger',
  async () => {
    await fc.assert(
      fc.asyncProperty(life, (one) => live(openMemoryStores(), one)),
      { numRuns: LIVES },
    )
  },
  PATIENCE_MS,
)
