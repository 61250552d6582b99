// What contradicts itself in a policy, by place and sentence.

import { describe, expect, test } from 'vitest'
import { refusals, rule, smallPolicy } from './policies.ts'

describe('refuses with its place and a sentence', () => {
  test.each([
    ['an unknown field', { bonus: 1 }, '/bonus is not a field that belongs here'],
    [
      'an unknown condition',
      { rules: [rule('a', { age: 3, tiers: ['mega'] })] },
      '/rules/0/when/age is not a field that belongs here',
    ],
    [
      'a negative rate',
      { reward: { kind: 'percent', bps: -1 } },
      '/reward/bps must be 1 to 10000 basis points: 100 of them are 1 %',
    ],
    [
      'a rate above one',
      { rules: [rule('a', { tiers: ['mega'] }, { kind: 'percent', bps: 10_001 })] },
      '/rules/0/reward/bps must be 1 to 10000 basis points: 100 of them are 1 %',
    ],
    [
      'a window of zero',
      { attribution: { model: 'linear', windowDays: 0 } },
      '/attribution/windowDays must be 1 to 365 whole days',
    ],
    [
      'a cap per order below the minimum reward',
      { minimumReward: '5.01' },
      '/perOrderCap must not be less than minimumReward',
    ],
    [
      'any other cap below the minimum reward',
      { minimumReward: '1.00', caps: { perCustomerDay: '0.99' } },
      '/caps/perCustomerDay must not be less than minimumReward',
    ],
    [
      'a fixed reward above the cap, also in a rule',
      { rules: [rule('a', { tiers: ['mega'] }, { kind: 'flat', amount: '5.01' })] },
      '/rules/0/reward/amount must not be more than perOrderCap',
    ],
    [
      'a fixed reward below the minimum',
      { minimumReward: '1.00', reward: { kind: 'flat', amount: '0.99' } },
      '/reward/amount must not be less than minimumReward: it would never be given',
    ],
    [
      'a month that ends before its day',
      { caps: { perDay: '10.00', perMonth: '9.99' } },
      '/caps/perMonth must not be less than perDay, which could never be reached',
    ],
    [
      'a person above everybody',
      { caps: { perDay: '10.00', perRecommenderDay: '10.01' } },
      '/caps/perDay must not be less than perRecommenderDay, which could never be reached',
    ],
    [
      'a budget that one reward can exceed',
      { budget: { perMonth: '4.99' } },
      '/budget/perMonth must not be less than perOrderCap: one reward could wait for ever',
    ],
    [
      'a total budget below that of a month',
      { budget: { perMonth: '20.00', total: '19.99' } },
      '/budget/total must not be less than perMonth, which could never be reached',
    ],
    [
      'a longer hold for the trusted',
      { trustedHoldSeconds: 2_592_001 },
      '/trustedHoldSeconds must not be longer than holdSeconds',
    ],
    [
      'a review beyond the hold',
      { misuse: { reviewDays: 31 } },
      '/misuse/reviewDays must not be longer than the hold: it ends a review',
    ],
    [
      'a half-life without decay',
      { attribution: { model: 'linear', windowDays: 30, halfLifeDays: 7 } },
      '/attribution/halfLifeDays belongs to the model time-decay only',
    ],
    [
      'customers bound for nothing',
      { attribution: { ...smallPolicy.attribution, precedence: ['coupon'], bindCustomerDays: 30 } },
      '/attribution/bindCustomerDays has no effect while precedence leaves customer-binding out',
    ],
    [
      'a precedence of nothing',
      { attribution: { ...smallPolicy.attribution, precedence: ['coupon', 'customer-binding'] } },
      '/attribution/precedence/1 never counts while bindCustomerDays is 0',
    ],
    [
      'a precedence with a repetition',
      { attribution: { ...smallPolicy.attribution, precedence: ['coupon', 'coupon'] } },
      '/attribution/precedence/1 is in the list twice',
    ],
    [
      'a rule without conditions',
      { rules: [rule('a', {})] },
      '/rules/0/when needs a condition; what holds always is the reward of the program',
    ],
    [
      'two rules of one name',
      { rules: [rule('a', { tiers: ['mega'] }), rule('a', { tiers: ['macro'] })] },
      '/rules/1/name is the name of an earlier rule',
    ],
    [
      'the same rule twice',
      { rules: [rule('a', { tiers: ['mega', 'macro'] }), rule('b', { tiers: ['macro', 'mega'] })] },
      '/rules/1/when says the same as rule 0: only the first one decides',
    ],
    [
      'a rule that an earlier one covers',
      {
        rules: [
          rule('a', { products: ['SHOE-*'] }),
          rule('b', { products: ['SHOE-1', 'SHOE-2*'], countries: ['DE'] }),
        ],
      },
      '/rules/1/when never decides: rule 0 comes first and holds whenever this one does',
    ],
    [
      'a rule for customers that the program does not take',
      { eligibility: { newCustomersOnly: true }, rules: [rule('a', { customer: 'returning' })] },
      '/rules/0/when/customer never holds: the program takes new customers only',
    ],
    [
      'a rule for countries that the program does not take',
      { eligibility: { countries: ['DE'] }, rules: [rule('a', { countries: ['FR', 'US'] })] },
      '/rules/0/when/countries never holds: the program takes orders from none of these countries',
    ],
    [
      'a rule for products that are left out',
      { exclude: { products: ['GC-*'] }, rules: [rule('a', { products: ['GC-10'] })] },
      '/rules/0/when/products never holds: the program leaves all these products out',
    ],
    [
      'a name of seven words',
      { rules: [rule('one two three four five six seven', { tiers: ['mega'] })] },
      '/rules/0/name must have at most six words',
    ],
    ['a * in the middle', { exclude: { products: ['A*B'] } }, '/exclude/products/0 takes * at its end only'],
    [
      'a rate for the pool’s currency',
      { rates: { USD: [{ from: '2026-01-01', rate: '1' }] } },
      '/rates/USD is the currency of the pool, which needs no rate',
    ],
    [
      'a day that does not exist',
      { rates: { EUR: [{ from: '2026-02-30', rate: '1' }] } },
      '/rates/EUR/0/from is not a day of the calendar',
    ],
    [
      'a rate of nothing',
      { rates: { EUR: [{ from: '2026-02-28', rate: '0.0' }] } },
      '/rates/EUR/0/rate is a decimal string above zero such as "1.08"',
    ],
    [
      'rates out of order',
      {
        rates: {
          EUR: [
            { from: '2026-02-01', rate: '1' },
            { from: '2026-02-01', rate: '2' },
          ],
        },
      },
      '/rates/EUR/1/from must be later than the day before it',
    ],
    [
      'a currency in small letters',
      { rates: { eur: [{ from: '2026-02-01', rate: '1' }] } },
      '/rates/eur is a currency code of three capital letters, such as USD',
    ],
    [
      'tiers upside down',
      { tiers: { macroFrom: 10, megaFrom: 10 } },
      '/tiers/megaFrom must be more than macroFrom',
    ],
    [
      'an upline above half',
      { upline: { bps: 5_001, activeDays: 30 } },
      '/upline/bps must be 1 to 5000 basis points: at most half',
    ],
  ])('%s', (_name, change, expected) => {
    expect(refusals({ ...smallPolicy, ...change })).toEqual([expected])
  })
})
