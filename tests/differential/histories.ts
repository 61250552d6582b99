// Random histories, each made from a seed and a number, and the shortest part of one that still fails.

import type { Arena, Family } from './arena.ts'
import { makeCensus, type Census } from './census.ts'
import { makeDice } from './dice.ts'
import { WEIGHTS, type MoveName } from './moves/index.ts'
import { playHistory, type Step } from './play.ts'

/** Steps of the longest history; half of that on average. */
const MOST_STEPS = 120

/** Milliseconds after which a failure is told as short as it is by then. */
const SHORTENING_MS = 60_000

const ENTROPY_SPAN = 2 ** 32

/** Odd and wide: neighbouring seeds begin far from each other, and share no history. */
const SEED_FACTOR = 0x9e3779b1

export type Run = {
  readonly histories: number
  readonly seed: number
  /** Number of the first history; 0 unless one is played again. */
  readonly from?: number
}

/** Plays the histories of a run; refuses the first in which contract and model differ, and says how to play it again. */
export async function compareHistories(
  arena: Arena,
  { histories, seed, from = 0, census }: Run & { readonly census: Census },
): Promise<void> {
  for (let number = from; number < from + histories; number += 1) {
    const steps = makeHistory(arena.family, { seed, number })
    try {
      await playHistory(arena, steps, census)
    } catch {
      const again = `npm run test:differential -- --token ${arena.family.name} --seed ${seed} --from ${number} --histories 1`
      const { steps: left, fault } = await shorten(arena, steps)
      throw new Error(`${again}\n${left.length} of its ${steps.length} steps do it. ${String(fault)}`, {
        cause: fault,
      })
    }
  }
}

function makeHistory(family: Family, { seed, number }: { seed: number; number: number }): Step[] {
  const dice = makeDice(Math.imul(seed, SEED_FACTOR) + number)
  const names = (Object.keys(WEIGHTS) as MoveName[])
    .filter((name) => !family.without.includes(name))
    .flatMap((name) => Array.from({ length: WEIGHTS[name] }, () => name))
  return Array.from({ length: 1 + dice.below(MOST_STEPS) }, () => ({
    name: dice.of(names),
    entropy: dice.below(ENTROPY_SPAN),
  }))
}

/** Leaves out ever smaller parts of a history that fails, as long as the rest still does. */
async function shorten(
  arena: Arena,
  steps: readonly Step[],
): Promise<{ steps: readonly Step[]; fault: unknown }> {
  const faultOf = (some: readonly Step[]) =>
    playHistory(arena, some, makeCensus()).then(
      () => undefined,
      (error: unknown) => error,
    )
  const until = Date.now() + SHORTENING_MS
  let best = { steps, fault: await faultOf(steps) }
  for (let size = Math.ceil(steps.length / 2); size >= 1; size = Math.floor(size / 2)) {
    for (let at = 0; at < best.steps.length && Date.now() < until;) {
      const fewer = best.steps.toSpliced(at, size)
      const fault = await faultOf(fewer)
      if (fault === undefined) at += size
      else best = { steps: fewer, fault }
    }
  }
  return best
}
