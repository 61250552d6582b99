// Two writings of the same discount code are one.

import { expect, test } from 'vitest'
import { normalisedCoupon } from '#domain/coupon.ts'

test.each([
  ['MIA10', 'MIA10'],
  ['mia10', 'MIA10'],
  ['  Mia10\n', 'MIA10'],
  ['ｍｉａ１０', 'MIA10'],
  ['thé-10', 'THÉ-10'],
  ['the\u0301-10', 'THÉ-10'],
  ['x'.repeat(255), 'X'.repeat(255)],
])('%j is the code %s', (text, code) => {
  expect(normalisedCoupon(text)).toBe(code)
})

test.each(['', ' \t', 'x'.repeat(256)])('%j is no discount code', (text) => {
  expect(normalisedCoupon(text)).toBeUndefined()
})
