// What `npm test` asks of a token: half a thousand random histories, from another seed each time.

import { expect, test } from 'vitest'
import type { Family } from './arena.ts'
import { runFamily } from './run-family.ts'

/** Histories of each token: some 30 000 calls in ten to twenty seconds on one core. */
const HISTORIES = 500

/** Milliseconds; a loaded machine takes several times as long, and a failure is shrunk. */
const PATIENCE = 300_000

const SEEDS = 2 ** 31

/** Compares the contract with its model over histories that use the family's token. */
export function testFamily(family: Family): void {
  test(
    `the contract and its model agree on every call, with ${family.name}`,
    async () => {
      const seed = Math.floor(Math.random() * SEEDS)
      const { census, tooSeldom } = await runFamily(family, { histories: HISTORIES, seed })
      console.log(census.tell(`${family.name}, seed ${seed}`))
      expect(tooSeldom).toEqual([])
    },
    PATIENCE,
  )
}
