// One run of histories over one token: opens the chain, compares, and says what happened too seldom.

import { openArena, type Family } from './arena.ts'
import { makeCensus, type Census } from './census.ts'
import { compareHistories, type Run } from './histories.ts'
import { requiredOf } from './required.ts'

/** What is required happens fifteen times or more in 500 histories, on average; less than this is a fault. */
const LEAST_IN_500 = 4

export type Report = {
  readonly census: Census
  /** Keys of the census that were counted less often than they must be. */
  readonly tooSeldom: readonly string[]
}

/** Plays the histories of `run`; refuses the first one in which contract and model differ, with its seed. */
export async function runFamily(family: Family, run: Run): Promise<Report> {
  const arena = await openArena(family)
  const census = makeCensus()
  try {
    await compareHistories(arena, { ...run, census })
  } finally {
    await arena.stop()
  }
  const least = Math.floor((LEAST_IN_500 * run.histories) / 500)
  const tooSeldom = requiredOf(family)
    .filter((key) => census.of(key) < least)
    .map((key) => `${key}: ${census.of(key)} of ${least}`)
  return { census, tooSeldom }
}
