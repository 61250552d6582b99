// The bounds of a program's rules.

import { describe, expect, test } from 'vitest'
import { policySchema } from '#schema/policy.ts'

const policy = {
  version: 1,
  currency: 'USD',
  attribution: { model: 'last-click', windowDays: 30 },
  reward: { kind: 'percent', bps: 800 },
  perOrderCap: '5.00',
  holdSeconds: 2_592_000,
}

describe('a policy', () => {
  test('within its bounds is taken as it is', () => {
    expect(policySchema.parse(policy)).toEqual(policy)
    expect(policySchema.parse({ ...policy, reward: { kind: 'flat', amount: '5' } })).toMatchObject({
      reward: { kind: 'flat', amount: '5.00' },
    })
  })

  test.each([
    ['a hold of one hour', { holdSeconds: 3_600 }],
    ['a hold of 120 days', { holdSeconds: 10_368_000 }],
    ['the whole order', { reward: { kind: 'percent', bps: 10_000 } }],
    ['the largest amount a record holds', { perOrderCap: '549755.813887' }],
  ])('takes %s', (_name, change) => {
    expect(policySchema.safeParse({ ...policy, ...change }).success).toBe(true)
  })

  test.each([
    ['a hold below one hour', { holdSeconds: 3_599 }],
    ['a hold above 120 days', { holdSeconds: 10_368_001 }],
    ['half a second', { holdSeconds: 86_400.5 }],
    ['more than the whole order', { reward: { kind: 'percent', bps: 10_001 } }],
    ['nothing', { reward: { kind: 'percent', bps: 0 } }],
    ['an amount that no record holds', { perOrderCap: '549755.813888' }],
    ['a fixed reward above the cap', { reward: { kind: 'flat', amount: '5.01' } }],
    ['a number as cap', { perOrderCap: 5 }],
    ['small letters as currency', { currency: 'usd' }],
    ['another version', { version: 2 }],
    ['another model', { attribution: { model: 'best-click', windowDays: 30 } }],
    ['a window of no days', { attribution: { model: 'last-click', windowDays: 0 } }],
    ['a field it does not know', { bonus: '1.00' }],
    ['a field too many in the reward', { reward: { kind: 'percent', bps: 800, amount: '1.00' } }],
  ])('refuses %s', (_name, change) => {
    expect(policySchema.safeParse({ ...policy, ...change }).success).toBe(false)
  })
})
