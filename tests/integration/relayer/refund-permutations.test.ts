// The refund-exact rule as a property: whatever order, repetition and delay the facts of an order arrive in, its reward
// ends at the same standing. Every permutation of four facts is cut at random into what comes before the commit, inside
// the hold and after the payout; all of these orders live through one market together.

import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { findFaults, warp } from '../../support/books.ts'
import { startTestChain, type TestChain } from '../../support/chain.ts'
import { createTestDatabase, type TestDatabase } from '../../support/database.ts'
import * as outcomes from '../../support/outcomes.ts'
import { startRelayer, type TestRelayer } from '../../support/relayer.ts'
import * as shops from '../../support/shop.ts'
import {
  standardCancelled,
  standardDecided,
  standardDisputed,
  standardEdited,
  standardPaid,
  standardRefunded,
  type Delivery,
} from '../../support/webhooks.ts'

/** People who share; debts of one order are netted from another order of the same person. */
const PEOPLE = 5

/** Deliveries under way at one time, as from a shop with a handful of workers. */
const AT_ONCE = 8

/** What is said of an order of 100.00, and what of five percent is right in the end. */
const FACT_SETS = [
  { facts: ['paid', 'refund 30.00', 'refund 20.00', 'refund 10.00'], reward: '2.00' },
  { facts: ['paid', 'refund 30.00', 'refund 20.00', 'cancelled'], reward: '0.00' },
  // The order shrank to 80.00, and the bank gave the disputed half back.
  { facts: ['paid', 'edited 80.00', 'disputed 40.00', 'won'], reward: '4.00' },
  // It grew to 120.00, of which 30.00 were refunded and 40.00 are disputed still.
  { facts: ['paid', 'edited 120.00', 'refund 30.00', 'disputed 40.00'], reward: '2.50' },
] as const

const PHASES = 3

type Story = {
  /** In the order in which they are told. */
  readonly facts: readonly string[]
  /** How many of the facts are told by the end of the first and the second phase. */
  readonly cuts: readonly [number, number]
  /** Which of the facts told so far is told once more at the end of each phase. */
  readonly repeats: readonly number[]
  readonly reward: string
}

let chain: TestChain
let database: TestDatabase
let relayer: TestRelayer
let shop: shops.TestShop
let people: readonly shops.Person[]

beforeAll(async () => {
  ;[chain, database] = await Promise.all([startTestChain(), createTestDatabase()])
  relayer = await startRelayer({ chain, database })
  shop = await shops.openShop(relayer)
  people = await Promise.all(Array.from({ length: PEOPLE }, () => shops.join(relayer, shop)))
})

afterAll(async () => {
  await relayer.stop()
  await Promise.all([chain.stop(), database.drop()])
})

function permutations<Item>(items: readonly Item[]): readonly (readonly Item[])[] {
  if (items.length === 0) return [[]]
  return items.flatMap((first, i) => permutations(items.toSpliced(i, 1)).map((rest) => [first, ...rest]))
}

/** One story for each permutation of each set of facts, with random cuts and repetitions. */
const stories: fc.Arbitrary<readonly Story[]> = fc.tuple(
  ...FACT_SETS.flatMap(({ facts, reward }) =>
    permutations<string>(facts).map((permuted) =>
      fc.record({
        facts: fc.constant(permuted),
        cuts: fc
          .tuple(fc.nat(permuted.length), fc.nat(permuted.length))
          .map(([a, b]): [number, number] => [Math.min(a, b), Math.max(a, b)]),
        repeats: fc.array(fc.nat(permuted.length - 1), { minLength: PHASES, maxLength: PHASES }),
        reward: fc.constant<string>(reward),
      }),
    ),
  ),
)

/** What a story tells in a phase, repetitions included. */
function toldIn(phase: number, { facts, cuts, repeats }: Story): readonly string[] {
  const ends = [0, ...cuts, facts.length]
  const told = facts.slice(ends[phase], ends[phase + 1])
  const repeated = facts.slice(0, ends[phase + 1])[repeats[phase] ?? 0]
  return repeated === undefined ? told : [...told, repeated]
}

/** Runs one task after the other, `AT_ONCE` of these rows side by side. */
async function inRows(tasks: readonly (() => Promise<void>)[]): Promise<void> {
  const waiting = [...tasks]
  const row = async (): Promise<void> => {
    for (let task = waiting.shift(); task; task = waiting.shift()) await task()
  }
  await Promise.all(Array.from({ length: AT_ONCE }, row))
}

test(
  'every permutation of an order’s facts, in whatever phases they arrive, ends in the same standing',
  { timeout: 170_000 },
  async () => {
    await fc.assert(fc.asyncProperty(stories, tellAll), { numRuns: 1, endOnFailure: true })
  },
)

async function tellAll(all: readonly Story[]): Promise<void> {
  const tokens = await Promise.all(people.map(({ code }) => shops.click(relayer, code)))
  const paidAt = new Date()
  const delivery = (order: number, fact: string): Delivery => {
    const orderId = `o-${order}`
    const [kind, amount = ''] = fact.split(' ')
    if (kind === 'refund') return standardRefunded({ orderId, refundId: `r-${amount}`, amount }, paidAt)
    if (kind === 'edited') return standardEdited(orderId, amount, paidAt)
    if (kind === 'disputed') return standardDisputed(orderId, amount, paidAt)
    if (kind === 'won') return standardDecided(orderId, 'won', paidAt)
    if (kind === 'cancelled') return standardCancelled(orderId, paidAt)
    return standardPaid({
      id: orderId,
      subtotal: '100.00',
      clickToken: tokens[order % PEOPLE] ?? '',
      at: paidAt,
    })
  }

  for (let phase = 0; phase < PHASES; phase++) {
    const tasks = all.map((story, order) => async () => {
      for (const fact of toldIn(phase, story)) {
        const { status } = await shops.deliver(relayer, shop, delivery(order, fact))
        expect(status).toBe(200)
      }
    })
    await inRows(tasks)
    await outcomes.untilQuiet(relayer, shop)
    if (phase === 1) {
      await warp({ chain, database }, shops.BEYOND_HOLD_SECONDS)
      await outcomes.untilQuiet(relayer, shop)
    }
  }

  const rewards = await outcomes.rewardsByOrder(relayer, shop)
  const standings = all.map((_story, order) => rewards.get(`o-${order}`)?.standing)
  expect(standings).toEqual(all.map(({ reward }) => reward))
  expect(await findFaults({ chain, database })).toEqual([])
}
