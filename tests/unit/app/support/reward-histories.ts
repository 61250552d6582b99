// Random lives of rewards, on any store: facts in any order and again, batches that are committed, die, mature, are
// amended, vetoed and settled, by us or by passers-by, with processes that die in between. A failure prints the seed
// and the shortest history that still fails.

import fc from 'fast-check'

import { checkBooks, checkRepeat, checkRest } from './history-checks.ts'
import { SHARED_FROM } from './history-market.ts'
import {
  comeToRest,
  openHistory,
  STEP_WEIGHTS,
  take,
  type HistoryStep,
  type StepKind,
} from './history-steps.ts'
import { Died, type HistoryStores } from './history-world.ts'

/** Orders of a history: enough for several batches, debts and netting among three people. */
const ORDERS = 12

const STEPS_MIN = 20
const STEPS_MAX = 60

/** Calls of ports in a step; the longest steps have some more. */
const BOUNDARIES_MAX = 30

const simpleStep: fc.Arbitrary<HistoryStep> = fc.record({
  kind: fc.oneof(
    ...Object.entries(STEP_WEIGHTS).map(([kind, weight]) => ({
      weight,
      arbitrary: fc.constant(kind as StepKind),
    })),
  ),
  a: fc.nat(999),
  b: fc.nat(999),
})

/** A step, and what comes in at one of its boundaries: the process dies, another step happens, or nothing. */
const step = fc.record({
  step: simpleStep,
  boundary: fc.integer({ min: 1, max: BOUNDARIES_MAX }),
  between: fc.oneof(
    { weight: 6, arbitrary: fc.constant(undefined) },
    { weight: 1, arbitrary: fc.constant('die' as const) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('book' as const), a: fc.nat(9), b: fc.nat(9) }) },
    { weight: 2, arbitrary: simpleStep },
  ),
})

/** Most orders are one person's in one program: debts are netted from that person's later rewards there. */
const who = fc.oneof(
  { weight: 2, arbitrary: fc.constant(0) },
  { weight: 1, arbitrary: fc.constant(SHARED_FROM) },
  { weight: 1, arbitrary: fc.nat(SHARED_FROM + 2) },
)

export const history = fc.record({
  orders: fc.array(fc.record({ cents: fc.integer({ min: 1, max: 9_000 }), who }), {
    minLength: ORDERS,
    maxLength: ORDERS,
  }),
  steps: fc.array(step, { minLength: STEPS_MIN, maxLength: STEPS_MAX, size: 'max' }),
})

export type History = typeof history extends fc.Arbitrary<infer T> ? T : never

/** Plays a history on empty stores and lets it come to rest; throws what a check finds. */
export async function play(stores: HistoryStores, { orders, steps }: History): Promise<void> {
  const world = await openHistory(stores, orders)
  for (const { step: one, boundary, between } of steps) {
    if (between === 'die') world.arm(boundary, 'die')
    else if (between) world.arm(boundary, () => take(world, between))
    await take(world, one).catch((error: unknown) => {
      if (!(error instanceof Died)) throw error
    })
    world.disarm()
    await checkBooks(world)
  }
  await comeToRest(world)
  await checkRest(world)
  await checkRepeat(world)
}
