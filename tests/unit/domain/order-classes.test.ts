// The orders that a header counts, by reason: every order is in one class, and the sums are the counts.

import {
  classifyOrders,
  countsOfClasses,
  isForEverybody,
  type CountedOrder,
  type OrderClasses,
} from '#domain/order-classes.ts'
import fc from 'fast-check'
import { expect, test } from 'vitest'

const rewarded: CountedOrder = {
  isRewarded: true,
  isRecommended: true,
  tier: 'micro',
  stopped: null,
  reviewVerdicts: [],
}
const stopped: CountedOrder = { ...rewarded, isRewarded: false, tier: null, stopped: { step: 'touches' } }
const nothing: OrderClasses = { rewarded: {}, rejected: {}, underReview: {}, notRecommended: {} }

test('counts the rewarded by tier, the rejected by rule or step, and the rest by step', () => {
  const classes = classifyOrders([
    rewarded,
    { ...rewarded, tier: 'macro' },
    rewarded,
    { ...stopped, stopped: { step: 'fraud', facts: { rule: 'F01', score: 100 } } },
    { ...stopped, stopped: { step: 'fraud', facts: { rule: 'F06', score: 100 } } },
    { ...stopped, stopped: { step: 'fraud', facts: { rule: 'F01', score: 100 } } },
    stopped,
    { ...stopped, isRecommended: false },
    { ...stopped, isRecommended: false, stopped: { step: 'eligibility', facts: { rule: 'not a rule' } } },
  ])
  expect(classes).toEqual({
    rewarded: { macro: 1, micro: 2 },
    rejected: { F01: 2, F06: 1, touches: 1 },
    underReview: {},
    notRecommended: { eligibility: 1, touches: 1 },
  })
  expect(countsOfClasses(classes)).toEqual({ seen: 9n, rewarded: 3n, rejected: 4n, underReview: 0n })
})

test('counts an order under review once, by its strongest rule, and among the rewarded', () => {
  const classes = classifyOrders([
    {
      ...rewarded,
      reviewVerdicts: [
        { rule: 'F09', score: 60 },
        { rule: 'F10', score: 70 },
      ],
    },
    {
      ...rewarded,
      reviewVerdicts: [
        { rule: 'F15', score: 60 },
        { rule: 'F02', score: 60 },
      ],
    },
    rewarded,
  ])
  expect(classes.underReview).toEqual({ F02: 1, F10: 1 })
  expect(countsOfClasses(classes)).toEqual({ seen: 3n, rewarded: 3n, rejected: 0n, underReview: 2n })
})

test('what was stored before tiers or reasons were kept is counted all the same', () => {
  const classes = classifyOrders([
    { ...rewarded, tier: null },
    { ...stopped, stopped: null },
  ])
  expect(classes).toEqual({ ...nothing, rewarded: { unknown: 1 }, rejected: { unknown: 1 } })
})

test('a batch without new orders has empty classes and counts of zero', () => {
  expect(classifyOrders([])).toEqual(nothing)
  expect(countsOfClasses(nothing)).toEqual({ seen: 0n, rewarded: 0n, rejected: 0n, underReview: 0n })
})

test('is for everybody unless it tells of a review or of what a buyer did', () => {
  expect(isForEverybody({ ...nothing, rewarded: { micro: 4 }, rejected: { F01: 2, eligibility: 1 } })).toBe(
    true,
  )
  expect(isForEverybody({ ...nothing, underReview: { F10: 1 } })).toBe(false)
  expect(isForEverybody({ ...nothing, rejected: { F04: 1 } })).toBe(false)
  expect(isForEverybody({ ...nothing, rejected: { F05: 1 } })).toBe(false)
})

const anyOrder: fc.Arbitrary<CountedOrder> = fc.record({
  isRewarded: fc.boolean(),
  isRecommended: fc.boolean(),
  tier: fc.constantFrom('micro', 'macro', 'mega', null),
  stopped: fc.constantFrom(
    null,
    { step: 'touches' as const },
    { step: 'fraud' as const },
    { step: 'fraud' as const, facts: { rule: 'F07' } },
  ),
  reviewVerdicts: fc.array(
    fc.record({ rule: fc.constantFrom('F02' as const, 'F10' as const), score: fc.nat(100) }),
    { maxLength: 3 },
  ),
})

test('the sums over the classes are the counts, whatever the orders', () => {
  fc.assert(
    fc.property(fc.array(anyOrder), (orders) => {
      const { seen, ...counts } = countsOfClasses(classifyOrders(orders))
      const count = (is: (order: CountedOrder) => boolean): bigint => BigInt(orders.filter(is).length)
      expect(seen).toBe(BigInt(orders.length))
      expect(counts).toEqual({
        rewarded: count((order) => order.isRewarded),
        rejected: count((order) => !order.isRewarded && order.isRecommended),
        underReview: count((order) => order.isRewarded && order.reviewVerdicts.length > 0),
      })
    }),
  )
})
