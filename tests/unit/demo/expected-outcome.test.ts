// A market small enough to work out by hand: two sales, three refunds, one later sale.

import { expect, test } from 'vitest'
import { cartOf, fillCartUntil } from '../../../scripts/demo/story/carts.ts'
import { expectOutcome } from '../../../scripts/demo/story/expected-outcome.ts'
import type { Market } from '../../../scripts/demo/story/market.ts'
import type { StoryOrder } from '../../../scripts/demo/story/orders.ts'
import type { Person } from '../../../scripts/demo/story/people.ts'
import type { RefundMoment, StoryRefund } from '../../../scripts/demo/story/refunds.ts'
import { createSeededRandom } from '../../../scripts/demo/story/seeded-random.ts'
import { birch, northwind, type Shop } from '../../../scripts/demo/story/shops.ts'
import type { Visit } from '../../../scripts/demo/story/visits.ts'

const ada: Person = {
  index: 0,
  handle: 'ada',
  email: 'ada@people.example',
  payee: '0x00000000000000000000000000000000000000Aa',
  shops: ['birch', 'northwind'],
  reach: 1,
}

function visit(shop: Shop, id: number, kind: Visit['kind'] = 'person'): Visit {
  return { id, membership: { person: ada, shop: shop.key }, kind, headers: {} }
}

function order(shop: Shop, cents: number, change: Partial<StoryOrder> = {}): StoryOrder {
  return {
    number: '1',
    shop: shop.key,
    cart: cartOf(shop, { title: 'Thing', cents }),
    source: { kind: 'token-in-cart', visit: visit(shop, 1) },
    buyerEmail: undefined,
    selfReferral: false,
    test: false,
    copies: 1,
    ...change,
  }
}

function refund(one: StoryOrder, moment: RefundMoment, cents: number): StoryRefund {
  return { number: '1', order: one, moment, lines: [], cents, copies: 1 }
}

test('follows an order of 60.00 from 3.00 to 2.50, 1.75 and a debt of 0.75 that a later sale makes up for', () => {
  const first = order(birch, 6000)
  const market: Market = {
    seed: 0,
    people: [ada],
    visits: [visit(birch, 1), visit(birch, 2, 'repeat'), visit(birch, 3, 'bot')],
    orders: [
      first,
      order(northwind, 500),
      order(birch, 9000, { source: { kind: 'none' } }),
      order(birch, 9000, { selfReferral: true }),
      order(birch, 9000, { test: true }),
      order(birch, 9000, { source: { kind: 'forged-token', visit: visit(birch, 1) } }),
    ],
    refunds: [
      refund(first, 'before-commit', 1000),
      refund(first, 'inside-hold', 1500),
      refund(first, 'after-payout', 1500),
    ],
    laterVisits: [visit(birch, 4)],
    laterOrders: [order(birch, 4000)],
  }
  const outcome = expectOutcome({ ...market, refunds: market.refunds.slice(0, 2) })
  expect(outcome.rewards.map(({ committed, matured }) => [committed, matured])).toEqual([
    [2_500_000n, 1_750_000n],
    [150_000n, 150_000n],
  ])
  expect(outcome).toMatchObject({ granted: 3, rejected: 4, amended: 1, clicksCounted: 2, debtMade: 0n })

  // 5 % of the 15.00 that came back too late is 0.75; the later sale earns 2.00 and 1.25 of it is new.
  const withDebt = expectOutcome({ ...market, refunds: [refund(first, 'after-payout', 1500)] })
  expect(withDebt).toMatchObject({ debtMade: 750_000n, debtNetted: 750_000n })
  expect(withDebt.people).toEqual([{ paid: 4_400_000n, owed: 0n, debt: 0n, sales: 3 }])
  expect(withDebt.pools.birch).toEqual({
    deposited: 1_000_000_000n,
    reservedAtCommit: 3_000_000n,
    reservedAfterRefunds: 3_000_000n,
    reservedLater: 1_250_000n,
    released: 4_250_000n,
    available: 995_750_000n,
  })
})

test('keeps a debt in its own pool', () => {
  const first = order(birch, 6000)
  const outcome = expectOutcome({
    seed: 0,
    people: [ada],
    visits: [],
    orders: [first],
    refunds: [refund(first, 'after-payout', 6000)],
    laterVisits: [],
    laterOrders: [order(northwind, 2000)],
  })
  expect(outcome).toMatchObject({ debtMade: 3_000_000n, debtNetted: 0n })
  expect(outcome.people[0]).toMatchObject({ paid: 3_600_000n, debt: 3_000_000n })
})

test('leaves an amount below 0.10 owed and pays it with the next one', () => {
  const small = order(northwind, 333)
  const market = { seed: 0, people: [ada], visits: [], refunds: [], laterVisits: [] }
  expect(expectOutcome({ ...market, orders: [small], laterOrders: [] }).people[0]).toMatchObject({
    paid: 0n,
    owed: 99_900n,
  })
  expect(expectOutcome({ ...market, orders: [small], laterOrders: [small] }).people[0]).toMatchObject({
    paid: 199_800n,
    owed: 0n,
  })
})

test('a cart is filled until it suits', () => {
  const cart = fillCartUntil(createSeededRandom(1, 'test'), birch, (cents) => cents > 9000 && cents < 9500)
  const cents = cart.lines.reduce((sum, line) => sum + line.quantity * line.unitCents - line.discountCents, 0)
  expect(cents).toBeGreaterThan(9000)
  expect(cents).toBeLessThan(9500)
  expect(cart.shippingCents).toBe(0)
})
