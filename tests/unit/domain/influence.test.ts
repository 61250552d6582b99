// Rankings of people: what each figure is made of, and in which order people come.

import { describe, expect, test } from 'vitest'
import {
  conversionBps,
  countSpread,
  engagementBps,
  rankPeople,
  splitSale,
  sumSales,
  type PersonInfluence,
} from '#domain/influence.ts'
import { micros } from '#domain/money.ts'

function person(recommenderId: string, figures: Partial<PersonInfluence> = {}): PersonInfluence {
  const nothing = { visits: 0, leads: 0, orders: 0, followers: 0, brought: 0, downstream: 0 }
  return { recommenderId, ...nothing, sales: micros(0n), rewards: micros(0n), ...figures }
}

// 40 of 800 followers come (5 %), 3 of them buy (7.5 %); 100 of 5000 come (2 %), 20 buy (20 %).
const small = person('small', {
  visits: 40,
  orders: 3,
  followers: 800,
  sales: micros(90_000_000n),
  downstream: 4,
})
const large = person('large', { visits: 100, orders: 20, followers: 5_000, sales: micros(400_000_000n) })
const unknown = person('unknown', { visits: 7, downstream: 9 })

test('engagement is unique visits by followers, conversion is orders by visits', () => {
  expect([engagementBps(small), engagementBps(large)]).toEqual([500, 200])
  expect([conversionBps(small), conversionBps(large)]).toEqual([750, 2000])
})

test('a figure that would divide by nothing is none', () => {
  expect(engagementBps(unknown)).toBeNull()
  expect(conversionBps(person('new'))).toBeNull()
})

test.each([
  ['engagement', ['small', 'large', 'unknown']],
  ['conversion', ['large', 'small', 'unknown']],
  ['sales', ['large', 'small', 'unknown']],
  ['spread', ['unknown', 'small', 'large']],
] as const)('ranked by %s, the best come first', (by, order) => {
  expect(rankPeople([unknown, small, large], by).map(({ recommenderId }) => recommenderId)).toEqual(order)
})

test('a person without the figure comes after one whose figure is zero, and ties go by sales, then by id', () => {
  const zero = person('zero', { followers: 10 })
  const none = person('none')
  expect(rankPeople([none, zero], 'engagement').map((one) => one.recommenderId)).toEqual(['zero', 'none'])
  const rich = person('b', { sales: micros(1n) })
  expect(rankPeople([person('c'), person('a'), rich], 'spread').map((one) => one.recommenderId)).toEqual([
    'b',
    'a',
    'c',
  ])
})

test('people brought are counted at once and all the way down', () => {
  // ann brought bob and cy; bob brought dee; dee brought eve.
  const tree = [
    ['ann', null],
    ['bob', 'ann'],
    ['cy', 'ann'],
    ['dee', 'bob'],
    ['eve', 'dee'],
  ] as const
  const counts = countSpread(
    tree.map(([recommenderId, parentRecommenderId]) => ({ recommenderId, parentRecommenderId })),
  )
  expect(counts.get('ann')).toEqual({ brought: 2, downstream: 4 })
  expect(counts.get('bob')).toEqual({ brought: 1, downstream: 2 })
  expect(counts.get('dee')).toEqual({ brought: 1, downstream: 1 })
  expect(counts.get('eve')).toEqual({ brought: 0, downstream: 0 })
})

describe('a sale that several people are credited for', () => {
  const split = (kept: bigint, granted: readonly bigint[]) =>
    splitSale(
      micros(kept),
      granted.map((one) => micros(one)),
    )

  test('is split as their rewards are, and the parts sum to it', () => {
    expect(split(100n, [3n, 1n])).toEqual([75n, 25n])
    expect(split(100n, [1n, 1n, 1n])).toEqual([34n, 33n, 33n])
  })

  test('is split evenly when nobody was granted anything', () => {
    expect(split(101n, [0n, 0n])).toEqual([51n, 50n])
  })

  test('is one order in their sum', () => {
    const part = { orderId: 'o', campaignId: null, rewardMicros: micros(2n) }
    expect(
      sumSales([
        { ...part, recommenderId: 'a', salesMicros: micros(60n) },
        { ...part, recommenderId: 'b', salesMicros: micros(40n) },
      ]),
    ).toEqual({ orders: 1, sales: 100n, rewards: 4n })
  })
})
