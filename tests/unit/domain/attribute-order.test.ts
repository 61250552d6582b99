// Who is credited, what is frozen of them, and why nobody is.

import { describe, expect, test } from 'vitest'
import { attributed, credited, person, touch, type Given } from './attributed.ts'
import { PAID_AT } from './facts.ts'

import type { PersonContext } from '#domain/attribute-order.ts'
import type { MisuseVerdict } from '#domain/misuse/verdict.ts'
import type { PaidFact } from '#domain/order-facts.ts'
import type { Policy } from '#domain/policy.ts'

/** 30 days in milliseconds. */
const WINDOW_MS = 2_592_000_000

describe('nobody is credited', () => {
  const click = touch('a', PAID_AT - 1_000)
  const steps = (given: Given) => {
    const attribution = attributed(given)
    expect(attribution.outcome).toBe('not-credited')
    return attribution.steps.map(({ step, outcome, sentence }) => [step, outcome, sentence])
  }

  test('for a test order', () => {
    expect(steps({ touches: [click], paid: { test: true } })).toEqual([
      ['verify', 'passed', "The shop's signature fits the order."],
      ['dedupe', 'passed', 'However often the shop reports it, the order counts once.'],
      ['eligibility', 'stopped', 'The shop marked this as a test order.'],
    ])
  })

  test('for an order without a link, and for one whose clicks do not count', () => {
    expect(steps({ touches: [] }).at(-1)).toEqual(['touches', 'stopped', 'The order carried no link.'])
    expect(steps({ touches: [{ ...click, touchedAt: PAID_AT - WINDOW_MS - 1 }] }).at(-1)).toEqual([
      'touches',
      'stopped',
      'The order carried a link, but no click by a person within 30 days before it.',
    ])
  })

  test('for an order whose codes nobody knows, which is another reason than none', () => {
    const coupon = { carriage: 'discount-code', kind: 'coupon', value: 'SPRING' } as const
    const link = { carriage: 'landing-site', kind: 'link-code', value: 'abcde23456789' } as const
    const last = (references: PaidFact['references']) => steps({ touches: [], paid: { references } }).at(-1)
    expect(last([])).toEqual(['touches', 'stopped', 'The order carried no link.'])
    expect(last([coupon])).toEqual([
      'touches',
      'stopped',
      "The order's discount codes are nobody's in this program.",
    ])
    expect(last([coupon, link])).toEqual([
      'touches',
      'stopped',
      'What the order carried as a link is none of this program, or nobody has followed it.',
    ])
  })

  test.each([
    ['in the country', { countries: ['DE', 'FR'] }, { country: 'DE' }, {}, true],
    ['outside', { countries: ['DE', 'FR'] }, { country: 'US' }, {}, false],
    ['from nobody knows where', { countries: ['DE', 'FR'] }, {}, {}, false],
    ['that is the first', { firstOrderOnly: true }, {}, {}, true],
    ['that is a later one', { firstOrderOnly: true }, {}, { isFirstOrder: false }, false],
  ])('for an order that the program does not pay for: %s', (_, eligibility, paid, customer, isPaidFor) => {
    expect(credited({ touches: [click], policy: { eligibility }, paid, customer })).toEqual(
      isPaidFor ? ['direct person-a 1'] : [],
    )
  })

  test('and the recommender is not told what the shop knows of the buyer', () => {
    const attribution = attributed({
      touches: [click],
      policy: { eligibility: { firstOrderOnly: true } },
      customer: { isFirstOrder: false },
    })
    expect(attribution.steps.slice(-2)).toEqual([
      {
        step: 'eligibility',
        outcome: 'stopped',
        sentence: 'The program pays for the first order of a customer only, and this is a later one.',
        forShop: true,
      },
      {
        step: 'eligibility',
        outcome: 'stopped',
        sentence: 'The order does not meet the conditions of the program.',
      },
    ])
  })
})

describe('a rejected person', () => {
  const own = touch('own', PAID_AT - 1_000)
  const friend = touch('friend', PAID_AT - 2_000)
  const verdict: MisuseVerdict = {
    rule: 'F01',
    verdict: 'rejected',
    score: 100,
    evidence: {},
    sentence: 'The buyer and the person who shared the link are the same.',
    recommenderId: 'person-own',
  }

  test('leaves the credit to whoever else was met', () => {
    expect(credited({ touches: [own, friend], verdicts: [verdict] })).toEqual(['direct person-friend 1'])
  })

  test('leaves the order without credit when nobody else was met, with the rule as the reason', () => {
    const attribution = attributed({ touches: [own], verdicts: [verdict] })
    expect(attribution.outcome).toBe('not-credited')
    expect(attribution.steps.at(-1)).toMatchObject({
      step: 'fraud',
      outcome: 'stopped',
      sentence: verdict.sentence,
    })
  })

  test('is no parent either', () => {
    const parent = { recommenderId: 'person-own', code: 'code-own', isActive: true }
    const people = [person('person-friend', { parent }), person('person-own')]
    const policy = { upline: { bps: 2_000, activeDays: 30 } }
    expect(credited({ touches: [friend], people, policy })).toEqual([
      'direct person-friend 1',
      'upline person-own 1',
    ])
    expect(credited({ touches: [friend], people, policy, verdicts: [verdict] })).toEqual([
      'direct person-friend 1',
    ])
  })

  test('and a rejected order credits nobody', () => {
    const { recommenderId: _, ...ofOrder } = verdict
    expect(credited({ touches: [own, friend], verdicts: [ofOrder] })).toEqual([])
  })

  test('while a suspicion lets the order pass', () => {
    const flagged = { ...verdict, verdict: 'flagged' as const }
    const review = { ...verdict, verdict: 'review' as const }
    expect(credited({ touches: [own], verdicts: [flagged, review] })).toEqual(['direct person-own 1'])
  })
})

describe('the friend who brought the friend', () => {
  const click = touch('a', PAID_AT - 1_000)
  const parent = { recommenderId: 'person-b', code: 'code-b', isActive: true }
  const people = [person('person-a', { parent }), person('person-b')]
  const policy = { upline: { bps: 2_000, activeDays: 30 } }

  test('shares where the program says so', () => {
    expect(credited({ touches: [click], people, policy })).toEqual(['direct person-a 1', 'upline person-b 1'])
  })

  test('gets nothing where the program does not, without own sales, or without a friend', () => {
    expect(credited({ touches: [click], people })).toEqual(['direct person-a 1'])
    const idle = [person('person-a', { parent: { ...parent, isActive: false } }), person('person-b')]
    expect(credited({ touches: [click], people: idle, policy })).toEqual(['direct person-a 1'])
    expect(credited({ touches: [click], people: [person('person-a')], policy })).toEqual([
      'direct person-a 1',
    ])
  })
})

describe('what is frozen of a person', () => {
  const click = touch('a', PAID_AT - 1_000)
  const creditOf = (given: Partial<PersonContext>, policy: Partial<Policy> = {}) => {
    const attribution = attributed({ touches: [click], people: [person('person-a', given)], policy })
    return attribution.outcome === 'credited' ? attribution.credits[0] : undefined
  }

  test.each([
    [0, 'micro'],
    [9_999, 'micro'],
    [10_000, 'macro'],
    [999_999, 'macro'],
    [1_000_000, 'mega'],
  ])('the tier at %i followers is %s', (followers, tier) => {
    expect(creditOf({ followers, followerEvidence: 'declared' })).toMatchObject({
      tier,
      followers,
      followerEvidence: 'declared',
    })
  })

  test('the tier by the program’s own boundaries', () => {
    expect(creditOf({ followers: 600 }, { tiers: { macroFrom: 500, megaFrom: 5_000 } })).toMatchObject({
      tier: 'macro',
    })
  })

  test('the hold: the shorter one for people whom the shop trusts, where the program has one', () => {
    expect(creditOf({ isTrusted: true }, { trustedHoldSeconds: 3_600 })?.holdSeconds).toBe(3_600)
    expect(creditOf({ isTrusted: false }, { trustedHoldSeconds: 3_600 })?.holdSeconds).toBe(1_209_600)
    expect(creditOf({ isTrusted: true })?.holdSeconds).toBe(1_209_600)
  })
})

test('the context of rules is that of the leading person, with the campaigns of their link', () => {
  const attribution = attributed({
    touches: [touch('a', PAID_AT - 2_000), touch('b', PAID_AT - 1_000, { code: 'code-in-campaign' })],
    people: [person('person-b', { followers: 20_000, followerEvidence: 'checked' })],
    paid: { country: 'DE' },
    customer: { isNew: false },
  })
  expect(attribution).toMatchObject({
    ruleContext: {
      tier: 'macro',
      code: 'code-in-campaign',
      campaignIds: ['campaign'],
      isNewCustomer: false,
      isFirstOrder: true,
      country: 'DE',
    },
  })
})

test('a credited order passed every step, in the order of evaluation', () => {
  const { steps } = attributed({ touches: [touch('a', PAID_AT)] })
  expect(steps.map(({ step, outcome }) => `${step} ${outcome}`)).toEqual([
    'verify passed',
    'dedupe passed',
    'eligibility passed',
    'touches passed',
    'fraud passed',
  ])
})
