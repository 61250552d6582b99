// Which touches count: the window, ties, and the best kind alone.

import { describe, expect, test } from 'vitest'
import { credited, touch } from './attributed.ts'
import { PAID_AT, tenPercent } from './facts.ts'

import type { Touch } from '#domain/attribution.ts'

/** 30 days and two minutes, in milliseconds. */
const WINDOW_MS = 2_592_000_000
const CLOCK_DIFFERENCE_MS = 120_000

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
    expect(credited({ touches: [touch('a', PAID_AT + distance)] })).toEqual(
      counts ? ['direct person-a 1'] : [],
    )
  })

  test('a click that left the window leaves the credit to the one inside', () => {
    const outside = touch('outside', PAID_AT + CLOCK_DIFFERENCE_MS + 1)
    const inside = touch('inside', PAID_AT - WINDOW_MS)
    expect(credited({ touches: [outside, inside] })).toEqual(['direct person-inside 1'])
  })

  test('of a bound customer is the days of the binding, and no other', () => {
    const bound = (days: number) => touch('a', PAID_AT - days * 86_400_000, { source: 'customer-binding' })
    const policy = { attribution: { ...tenPercent.attribution, bindCustomerDays: 90 } }
    expect(credited({ touches: [bound(90)], policy })).toEqual(['direct person-a 1'])
    expect(credited({ touches: [bound(91)], policy })).toEqual([])
    expect(credited({ touches: [bound(1)] })).toEqual([])
  })
})

describe('the last click', () => {
  const early = touch('early', PAID_AT - 3_000)
  const late = touch('late', PAID_AT - 2_000)

  test('is credited, in whatever order the touches stand', () => {
    expect(credited({ touches: [early, late] })).toEqual(['direct person-late 1'])
    expect(credited({ touches: [late, early] })).toEqual(['direct person-late 1'])
  })

  test('at the same instant is the one with the higher id, in whatever order', () => {
    const [a, b, c] = ['a', 'b', 'c'].map((id) => touch(id, PAID_AT - 1_000)) as [Touch, Touch, Touch]
    for (const touches of [
      [a, b, c],
      [c, b, a],
      [b, c, a],
      [c, a, b],
    ])
      expect(credited({ touches })).toEqual(['direct person-c 1'])
  })
})

describe('of several kinds of touch', () => {
  const token = touch('token', PAID_AT - 9_000)
  const note = touch('note', PAID_AT - 8_000, { source: 'note-attribute' })
  const landing = touch('landing', PAID_AT - 7_000, { source: 'landing-ref' })
  const coupon = touch('coupon', PAID_AT, { source: 'coupon' })
  const all = [coupon, landing, note, token]

  test.each([
    ['the proved click', all, 'token'],
    ['else the link that the shop noted', [coupon, landing, note], 'note'],
    ['else the one in the address', [coupon, landing], 'landing'],
    ['else the discount code', [coupon], 'coupon'],
  ])('the best alone counts, however late the others came: %s', (_, touches, id) => {
    expect(credited({ touches })).toEqual([`direct person-${id} 1`])
  })

  test('the policy may set the order, and leave kinds out', () => {
    const precedence = ['coupon', 'click-token'] as const
    const policy = { attribution: { ...tenPercent.attribution, precedence } }
    expect(credited({ touches: all, policy })).toEqual(['direct person-coupon 1'])
    expect(credited({ touches: [note, landing], policy })).toEqual([])
  })

  test('a better kind outside the window leaves the credit to the next', () => {
    const old = touch('old', PAID_AT - WINDOW_MS - 1)
    expect(credited({ touches: [old, coupon] })).toEqual(['direct person-coupon 1'])
  })
})
