// Short lives of two orders of one person, thousands of them: everything a shop may say of an order, in any order and
// again, with a commit or the end of a hold between any two facts. What is debt of one order is netted from the other.

import fc from 'fast-check'

import { checkRest } from './history-checks.ts'
import { historyOrder, SHARED_FROM } from './history-market.ts'
import { comeToRest, openHistory, take } from './history-steps.ts'

import type { HistoryStores } from './history-world.ts'

const ORDERS = 2

/** Facts that an order of the market has. */
const FACTS = historyOrder(0, { cents: 100, who: 0 }).facts.length

/** Tellings of a life: each fact of an order about once, some again. */
const TELLINGS_MAX = 20

/** A fact, and what happens before the next one. The payment is told as often as everything else together. */
const telling = fc.record({
  order: fc.nat(ORDERS - 1),
  fact: fc.oneof(fc.constant(0), fc.nat(FACTS - 1)),
  next: fc.constantFrom(undefined, undefined, 'reserve' as const, 'release' as const),
})

export const life = fc.record({
  orders: fc.array(
    fc.record({ cents: fc.integer({ min: 1, max: 9_000 }), who: fc.constantFrom(0, 3, SHARED_FROM) }),
    {
      minLength: ORDERS,
      maxLength: ORDERS,
    },
  ),
  tellings: fc.array(telling, { minLength: 3, maxLength: TELLINGS_MAX }),
})

export type Life = typeof life extends fc.Arbitrary<infer T> ? T : never

/** Lives through it on empty stores; throws where the end is not what a naive recomputation says. */
export async function live(stores: HistoryStores, { orders, tellings }: Life): Promise<void> {
  const world = await openHistory(stores, orders)
  for (const { order, fact, next } of tellings) {
    await world.tell(order, fact)
    if (next) await take(world, { kind: next, a: 0, b: 0 })
  }
  await comeToRest(world)
  await checkRest(world)
}
