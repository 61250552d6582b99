// The whole language of rules: what it takes.

import { describe, expect, test } from 'vitest'
import { policyHash, type Policy } from '#domain/policy.ts'
import { policySchema } from '#schema/policy.ts'
import { refusals, rule, smallPolicy } from './policies.ts'

/** Everything that can be said, once. */
const whole = {
  ...smallPolicy,
  attribution: {
    model: 'time-decay',
    windowDays: 60,
    halfLifeDays: 7,
    precedence: ['click-token', 'coupon', 'customer-binding'],
    bindCustomerDays: 180,
  },
  eligibility: {
    newCustomersOnly: true,
    firstOrderOnly: false,
    minimumOrder: '20.00',
    countries: ['US', 'DE'],
  },
  exclude: { shipping: true, tax: true, giftCards: true, storeCredit: true, products: ['GC-*', 'sample'] },
  rules: [
    {
      name: 'new shoes',
      when: { products: ['SHOE-*'], tiers: ['mega'] },
      reward: { kind: 'percent', bps: 500 },
    },
    {
      name: 'summer push',
      when: {
        campaigns: ['summer'],
        customer: 'new',
        countries: ['DE'],
        links: ['22222aaaaaaaa'],
        firstOrder: true,
      },
      reward: { kind: 'flat', amount: '2', per: 'item' },
    },
  ],
  minimumReward: '0.05',
  caps: {
    perRecommenderDay: '10.00',
    perRecommenderMonth: '100.00',
    perCustomerDay: '5.00',
    perCustomerMonth: '15.00',
    perDay: '50.00',
    perMonth: '500.00',
  },
  budget: { perMonth: '400.00', total: '2000.00' },
  trustedHoldSeconds: 604_800,
  rates: {
    EUR: [
      { from: '2026-01-01', rate: '1.08' },
      { from: '2026-02-01', rate: '1.1' },
    ],
    JPY: [{ from: '2026-01-01', rate: '0.0067' }],
  },
  tiers: { macroFrom: 5_000, megaFrom: 500_000 },
  upline: { bps: 2_000, activeDays: 30 },
  misuse: {
    reviewDays: 5,
    ordersPerHour: 20,
    fastestOrderSeconds: 5,
    clicksPerMinute: 30,
    bannedSources: ['*.coupons.example', 'deals.example'],
    paidTrafficCampaigns: ['summer'],
  },
}

describe('the language', () => {
  test('takes everything that can be said, and amounts in their shortest form', () => {
    expect(refusals(whole)).toEqual([])
    expect(policySchema.parse(whole).rules?.[1]?.reward).toEqual({
      kind: 'flat',
      amount: '2.00',
      per: 'item',
    })
  })

  test('adds nothing to a policy that says little, so that its hash stays', () => {
    expect(policyHash(policySchema.parse(smallPolicy))).toBe(policyHash(smallPolicy as Policy))
  })

  test('gives sets in another order the same hash, and another precedence another', () => {
    const hashOf = (change: Record<string, unknown>) =>
      policyHash(policySchema.parse({ ...whole, ...change }))
    expect(hashOf({ eligibility: { ...whole.eligibility, countries: ['DE', 'US'] } })).toBe(hashOf({}))
    const precedence = ['coupon', 'click-token', 'customer-binding']
    expect(hashOf({ attribution: { ...whole.attribution, precedence } })).not.toBe(hashOf({}))
  })
})

describe('does not mistake for an overlap', () => {
  test.each([
    [
      'a narrower rule before a wider one',
      [rule('a', { products: ['SHOE-1'] }), rule('b', { products: ['SHOE-*'] })],
    ],
    [
      'rules that share some members',
      [rule('a', { countries: ['DE', 'AT'] }), rule('b', { countries: ['AT', 'CH'] })],
    ],
    ['two kinds of customers', [rule('a', { customer: 'new' }), rule('b', { customer: 'returning' })]],
    ['different conditions', [rule('a', { tiers: ['mega'] }), rule('b', { customer: 'new' })]],
    ['opposite conditions', [rule('a', { firstOrder: true }), rule('b', { firstOrder: false })]],
    ['a link beside a campaign', [rule('a', { links: ['22222aaaaaaaa'] }), rule('b', { campaigns: ['x'] })]],
  ])('%s', (_name, rules) => {
    expect(refusals({ ...smallPolicy, rules })).toEqual([])
  })

  test('all three tiers with none at all', () => {
    const all = rule('a', { tiers: ['micro', 'macro', 'mega'], customer: 'new' })
    expect(refusals({ ...smallPolicy, rules: [all, rule('b', { customer: 'new' })] })).toEqual([
      '/rules/1/when says the same as rule 0: only the first one decides',
    ])
  })
})

test('a limit met exactly contradicts nothing', () => {
  const exact = {
    minimumReward: '5.00',
    caps: { perDay: '5.00', perMonth: '5.00', perRecommenderDay: '5.00' },
    budget: { perMonth: '5.00', total: '5.00' },
    trustedHoldSeconds: 2_592_000,
    misuse: { reviewDays: 30 },
  }
  expect(refusals({ ...smallPolicy, ...exact })).toEqual([])
})
