import { describe, expect, test } from 'vitest'
import { attribute, type Touch } from '#domain/attribute.ts'
import { PAID_AT, paidFact, paidState, tenPercent } from './facts.ts'

import type { PaidFact } from '#domain/order-facts.ts'

/** 30 days and two minutes, in milliseconds. */
const WINDOW_MS = 2_592_000_000
const CLOCK_DIFFERENCE_MS = 120_000

function touch(clickId: string, clickedAt: number, change: Partial<Touch> = {}): Touch {
  return { clickId, clickedAt, code: `code-${clickId}`, recommenderId: `person-${clickId}`, ...change }
}

function credited(touches: readonly Touch[], change: Partial<PaidFact> = {}): string | undefined {
  const state = { ...paidState(10_000_000n), paid: paidFact(10_000_000n, change) }
  const attribution = attribute(tenPercent, state, touches)
  return attribution.outcome === 'credited' ? attribution.touch.clickId : undefined
}

describe('the window', () => {
  test.each([
    ['a minute before the payment', -60_000, true],
    ['at the payment', 0, true],
    ['a moment inside thirty days', -WINDOW_MS + 1, true],
    ['thirty days to the millisecond', -WINDOW_MS, true],
    ['a moment outside', -WINDOW_MS - 1, false],
    ['a year before', -31_536_000_000, false],
    ['two minutes after, as far as two clocks may differ', CLOCK_DIFFERENCE_MS, true],
    ['a moment more after', CLOCK_DIFFERENCE_MS + 1, false],
  ])('a click %s', (_, distance, counts) => {
    expect(credited([touch('a', PAID_AT + distance)])).toBe(counts ? 'a' : undefined)
  })

  test('a click that left the window leaves the credit to the one inside', () => {
    const outside = touch('outside', PAID_AT + CLOCK_DIFFERENCE_MS + 1)
    const inside = touch('inside', PAID_AT - WINDOW_MS)
    expect(credited([outside, inside])).toBe('inside')
  })
})

describe('the last click', () => {
  const early = touch('early', PAID_AT - 3_000)
  const late = touch('late', PAID_AT - 2_000)

  test('is credited, in whatever order the touches stand', () => {
    expect(credited([early, late])).toBe('late')
    expect(credited([late, early])).toBe('late')
  })

  test('at the same instant is the one with the higher id, in whatever order', () => {
    const [a, b, c] = ['a', 'b', 'c'].map((id) => touch(id, PAID_AT - 1_000)) as [Touch, Touch, Touch]
    for (const touches of [
      [a, b, c],
      [c, b, a],
      [b, c, a],
      [c, a, b],
    ])
      expect(credited(touches)).toBe('c')
  })
})

describe('nobody is credited', () => {
  const click = touch('a', PAID_AT - 1_000)
  const sentences = (touches: readonly Touch[], change: Partial<PaidFact> = {}) => {
    const state = { ...paidState(10_000_000n), paid: paidFact(10_000_000n, change) }
    const attribution = attribute(tenPercent, state, touches)
    expect(attribution.outcome).toBe('not-credited')
    return attribution.steps.map(({ step, outcome, sentence }) => [step, outcome, sentence])
  }

  test('for a test order', () => {
    expect(sentences([click], { test: true })).toEqual([
      ['verify', 'passed', "The shop's signature fits the order."],
      ['eligibility', 'stopped', 'The shop marked this as a test order.'],
    ])
  })

  test('for an order in another currency', () => {
    expect(sentences([click], { currency: 'EUR' }).at(-1)).toEqual([
      'eligibility',
      'stopped',
      'The order is in EUR and the program pays on USD only.',
    ])
  })

  test('for an order without a link, and for one whose clicks do not count', () => {
    expect(sentences([]).at(-1)).toEqual(['touches', 'stopped', 'The order carried no link.'])
    expect(sentences([{ ...click, clickedAt: PAID_AT - WINDOW_MS - 1 }]).at(-1)).toEqual([
      'touches',
      'stopped',
      'The order carried a link, but no click by a person within 30 days before it.',
    ])
  })

  test('for a purchase through the own link', () => {
    const own = { ...click, recommenderKey: 'aa' }
    expect(sentences([own], { buyerKey: 'aa' }).at(-1)).toEqual([
      'fraud',
      'stopped',
      'The buyer and the person who shared the link are the same.',
    ])
  })
})

describe('the innocent neighbour of a purchase through the own link', () => {
  const click = touch('a', PAID_AT - 1_000)

  test.each([
    ['another buyer', { buyerKey: 'bb' }, { recommenderKey: 'aa' }],
    ['an unknown buyer', {}, { recommenderKey: 'aa' }],
    ['a person without an e-mail', { buyerKey: 'aa' }, {}],
    ['both unknown', {}, {}],
  ])('is credited: %s', (_, paid, change) => {
    expect(credited([{ ...click, ...change }], paid)).toBe('a')
  })

  test('is credited where the buyer clicked their own link first', () => {
    const own = touch('own', PAID_AT - 2_000, { recommenderKey: 'aa' })
    expect(credited([own, { ...click, recommenderKey: 'bb' }], { buyerKey: 'aa' })).toBe('a')
  })
})

test('a credited order passed every step, in the order of evaluation', () => {
  const { steps } = attribute(tenPercent, paidState(10_000_000n), [touch('a', PAID_AT)])
  expect(steps.map(({ step, outcome }) => `${step} ${outcome}`)).toEqual([
    'verify passed',
    'eligibility passed',
    'touches passed',
    'fraud passed',
  ])
})
