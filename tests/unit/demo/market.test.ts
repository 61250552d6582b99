import { isbot } from 'isbot'
import { describe, expect, test } from 'vitest'
import { earns, rewardMicros } from '../../../scripts/demo/story/earnings.ts'
import { expectOutcome } from '../../../scripts/demo/story/expected-outcome.ts'
import { generateMarket, membershipOf } from '../../../scripts/demo/story/market.ts'
import { orderSubtotalCents } from '../../../scripts/demo/story/orders.ts'
import { createSeededRandom } from '../../../scripts/demo/story/seeded-random.ts'
import { birch, northwind, shopOf } from '../../../scripts/demo/story/shops.ts'

/** Enough seeds that a rare cart or person would show. */
const SEEDS = Array.from({ length: 20 }, (_, seed) => seed)
const MARKETS = SEEDS.map(generateMarket)
const OUTCOMES = MARKETS.map(expectOutcome)

describe('the market of a seed', () => {
  const market = generateMarket(1)

  test('has 40 people, 2 000 clicks with bots and repeats, and 300 orders', () => {
    const visits = [...market.visits, ...market.laterVisits]
    const kinds = Object.groupBy(visits, ({ kind }) => kind)
    expect(market.people).toHaveLength(40)
    expect(visits).toHaveLength(2000)
    expect(kinds.bot).toHaveLength(140)
    expect(kinds.prefetch).toHaveLength(60)
    expect(kinds.repeat).toHaveLength(95)
    expect(kinds.person).toHaveLength(1705)
    expect(market.orders.length + market.laterOrders.length).toBe(300)
  })

  test('has one self-referral, by the e-mail address given when joining, written otherwise', () => {
    const own = market.orders.filter(({ selfReferral }) => selfReferral)
    expect(own).toHaveLength(1)
    const [order] = own
    const { email } = membershipOf(order!).person
    expect(order!.buyerEmail).not.toBe(email)
    expect(order!.buyerEmail?.toLowerCase().replace('+deal', '')).toBe(email)
  })

  test('refunds in part and in whole at each moment, and twice inside the hold', () => {
    for (const [moment, inPart, inWhole, twice] of [
      ['before-commit', 9, 6, 0],
      ['inside-hold', 14, 8, 2],
      ['after-payout', 5, 4, 0],
    ] as const) {
      const refunds = market.refunds.filter((one) => one.moment === moment && earns(one.order))
      const whole = refunds.filter(({ order, cents }) => cents === orderSubtotalCents(order))
      expect(whole).toHaveLength(inWhole)
      expect(new Set(refunds.map(({ order }) => order)).size).toBe(inPart + inWhole)
      expect(refunds).toHaveLength(inPart + inWhole + twice)
    }
  })

  test('lets eight people recommend both shops', () => {
    expect(market.people.filter(({ shops }) => shops.length === 2)).toHaveLength(8)
  })

  test('names nobody twice and pays nobody twice', () => {
    for (const key of ['handle', 'payee'] as const) {
      expect(new Set(market.people.map((person) => person[key])).size).toBe(40)
    }
    const numbers = [...market.orders, ...market.laterOrders].map(({ shop, number }) => `${shop} ${number}`)
    expect(new Set(numbers).size).toBe(300)
  })

  test('numbers Shopify orders beyond what a JavaScript number can hold', () => {
    const numbers = market.orders.filter(({ shop }) => shop === 'birch').map(({ number }) => BigInt(number))
    expect(numbers.every((number) => number > BigInt(Number.MAX_SAFE_INTEGER))).toBe(true)
  })

  test('has browsers that look like people and bots that look like bots', () => {
    for (const { kind, headers } of market.visits) {
      expect(isbot(headers['user-agent'])).toBe(kind === 'bot')
    }
  })

  test('repeats only what was clicked before, by the same browser on the same link', () => {
    const first = new Set(
      market.visits
        .filter(({ kind }) => kind === 'person')
        .map(
          ({ membership, headers }) =>
            `${membership.person.index} ${membership.shop} ${headers['user-agent']}`,
        ),
    )
    expect(first.size).toBe(1700)
    for (const { membership, headers } of market.visits.filter(({ kind }) => kind === 'repeat')) {
      expect(first).toContain(`${membership.person.index} ${membership.shop} ${headers['user-agent']}`)
      expect(headers).not.toHaveProperty('sec-gpc')
    }
  })
})

test('the same seed tells the same story, another seed another one', () => {
  expect(generateMarket(7)).toEqual(generateMarket(7))
  expect(generateMarket(7)).not.toEqual(generateMarket(8))
})

describe('in every story', () => {
  test.each(SEEDS)('of seed %i nothing depends on batching, order of arrival or timing', (seed) => {
    const market = MARKETS[seed]!
    for (const { committed, matured, person } of OUTCOMES[seed]!.rewards) {
      // A credit below the smallest payout would be paid or parked depending on what it is batched with.
      if (person !== 38)
        for (const amount of [committed, matured]) expect(amount === 0n || amount >= 100_000n).toBe(true)
    }
    const debtors = market.refunds.filter(({ moment }) => moment === 'after-payout').map(({ order }) => order)
    const debts = debtors.map((order) => `${membershipOf(order).person.index} ${order.shop}`)
    expect(new Set(debts).size).toBe(debts.length)
    const later = market.laterOrders.map((order) => `${membershipOf(order).person.index} ${order.shop}`)
    expect(new Set(later).size).toBe(later.length)
    for (const sale of later) expect(debts).toContain(sale)
  })

  test.each(SEEDS)(
    'of seed %i pools reach, every pool adds up, and people get what pools release',
    (seed) => {
      const outcome = OUTCOMES[seed]!
      const pools = Object.values(outcome.pools)
      for (const pool of pools) {
        expect(pool.available).toBeGreaterThan(0n)
        expect(pool.reservedAtCommit).toBeLessThan((pool.deposited * 8n) / 10n)
        expect(pool.reservedAfterRefunds).toBeLessThan(pool.reservedAtCommit)
        expect(pool.deposited).toBe(pool.available + pool.released)
      }
      const people = outcome.people.reduce((sum, { paid, owed }) => sum + paid + owed, 0n)
      expect(people).toBe(pools.reduce((sum, { released }) => sum + released, 0n))
      expect(outcome.granted + outcome.rejected).toBe(300)
    },
  )

  test.each(SEEDS)('of seed %i one person is owed 0.093 and another is paid 0.126', (seed) => {
    const { people } = OUTCOMES[seed]!
    expect(people[38]).toMatchObject({ paid: 0n, owed: 93_000n })
    expect(people[39]).toMatchObject({ paid: 126_000n, owed: 0n })
  })

  test.each(SEEDS)('of seed %i four debtors make up for everything and one stays in debt', (seed) => {
    const outcome = OUTCOMES[seed]!
    expect(outcome.debtNetted).toBeLessThan(outcome.debtMade)
    expect(outcome.people.reduce((sum, { debt }) => sum + debt, 0n)).toBe(
      outcome.debtMade - outcome.debtNetted,
    )
    expect(outcome.people.every(({ debt }) => debt >= 0n)).toBe(true)
  })
})

describe('the arithmetic of a reward', () => {
  test.each([
    ['5 % of 48.00', birch, 4800, 2_400_000n],
    ['5 % of 0.01', birch, 1, 500n],
    ['5 % of 80.00, which is the cap', birch, 8000, 4_000_000n],
    ['5 % of 80.01, capped', birch, 8001, 4_000_000n],
    ['3 % of 3.10', northwind, 310, 93_000n],
    ['3 % of 33.34, capped', northwind, 3334, 1_000_000n],
    ['nothing kept', birch, 0, 0n],
  ])('%s', (_name, shop, cents, expected) => {
    expect(rewardMicros(shop, cents)).toBe(expected)
  })
})

test('every order earns from what its own shop pays', () => {
  const market = generateMarket(3)
  for (const { order, committed } of expectOutcome(market).rewards) {
    expect(committed).toBeLessThanOrEqual(shopOf(order.shop).key === 'birch' ? 4_000_000n : 1_000_000n)
  }
})

describe('seeded numbers', () => {
  test('stay within their range and reach both ends', () => {
    const random = createSeededRandom(1, 'test')
    const drawn = new Set(Array.from({ length: 500 }, () => random.int(3, 6)))
    expect([...drawn].toSorted((a, b) => a - b)).toEqual([3, 4, 5, 6])
  })

  test('are the same for the same seed and topic only', () => {
    const draw = (seed: number, topic: string) => {
      const random = createSeededRandom(seed, topic)
      return Array.from({ length: 20 }, () => random.int(0, 1_000_000))
    }
    expect(draw(1, 'a')).toEqual(draw(1, 'a'))
    expect(draw(1, 'a')).not.toEqual(draw(1, 'b'))
    expect(draw(1, 'a')).not.toEqual(draw(2, 'a'))
  })

  test('shuffling keeps every item once', () => {
    const items = Array.from({ length: 50 }, (_, i) => i)
    const shuffled = createSeededRandom(1, 'test').shuffle(items)
    expect(shuffled).not.toEqual(items)
    expect(shuffled.toSorted((a, b) => a - b)).toEqual(items)
  })
})
