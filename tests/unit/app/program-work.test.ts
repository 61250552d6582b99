// What keeps a program that ends from giving its money back: orders without a currency rate, as far as anything of them is
// left, and messages that no job has read yet.

import { describe, expect, test } from 'vitest'
import { countWithoutRate, isUnderWay } from '#app/programs/program-work.ts'
import type { OrderFact } from '#domain/order-facts.ts'
import type { RetailerUnit } from '#ports/retailer-store.ts'
import { PAID_AT, paidFact } from '../domain/facts.ts'

const paid = paidFact(20_000_000n, { currency: 'EUR' })
const cancelled: OrderFact = { kind: 'cancelled', factKey: 'cancelled', cancelledAt: PAID_AT + 1 }

/** A program with nothing but these orders, by their ids. */
function unitWith(
  orders: Readonly<Record<string, readonly OrderFact[]>>,
  { received = 0, isRewardWaiting = false } = {},
): RetailerUnit {
  const ids = Object.keys(orders).toSorted()
  const unit: unknown = {
    rewards: { isAnyWaiting: () => Promise.resolve(isRewardWaiting) },
    batches: { inStates: () => Promise.resolve([]) },
    journal: { balances: () => Promise.resolve({ reserved: 0n }) },
    deliveries: { countIn: (state: string) => Promise.resolve(state === 'received' ? received : 7) },
    orders: { facts: (id: string) => Promise.resolve(orders[id]) },
    policies: {
      ordersWaitingForRate: (_: string, { limit, after }: { limit: number; after: string | undefined }) =>
        Promise.resolve(ids.filter((id) => after === undefined || id > after).slice(0, limit)),
    },
  }
  return unit as RetailerUnit
}

const many = (count: number, facts: readonly OrderFact[], prefix = 'o') =>
  Object.fromEntries(Array.from({ length: count }, (_, i) => [`${prefix}${1000 + i}`, facts]))

describe('orders without a rate', () => {
  test('are counted as far as something of them counts, up to a hundred', async () => {
    expect(await countWithoutRate(unitWith({}), 'p')).toBe(0)
    expect(await countWithoutRate(unitWith({ a: [paid], b: [paid, cancelled], c: [paid] }), 'p')).toBe(2)
    expect(await countWithoutRate(unitWith(many(99, [paid])), 'p')).toBe(99)
    expect(await countWithoutRate(unitWith(many(101, [paid])), 'p')).toBe(100)
    const behind = { ...many(150, [paid, cancelled], 'a'), ...many(2, [paid], 'b') }
    expect(await countWithoutRate(unitWith(behind), 'p')).toBe(2)
  })

  test('keep a program from being done, and so do messages that are still to be read', async () => {
    expect(await isUnderWay(unitWith({}), 'p')).toBe(false)
    expect(await isUnderWay(unitWith({ a: [paid, cancelled] }), 'p')).toBe(false)
    expect(await isUnderWay(unitWith({ a: [paid] }), 'p')).toBe(true)
    expect(await isUnderWay(unitWith({}, { received: 1 }), 'p')).toBe(true)
    expect(await isUnderWay(unitWith({}, { isRewardWaiting: true }), 'p')).toBe(true)
  })
})
