// Rows of a table of discount codes.

import { expect, test } from 'vitest'
import { couponRowSchema } from '#schema/coupons.ts'

const LINK = 'k7m2pabcdefgh'

test.each([
  [{ code: 'MIA10' }, { code: 'MIA10' }],
  [{ code: ' MIA10 ', link: '', percent: '', amount: '', currency: '' }, { code: 'MIA10' }],
  [
    { code: 'MIA10', link: LINK, percent: '12.5', uses: '3' },
    { code: 'MIA10', link: LINK, saving: { kind: 'percent', bps: 1250 } },
  ],
  [
    { code: 'X', percent: '100' },
    { code: 'X', saving: { kind: 'percent', bps: 10_000 } },
  ],
  [
    { code: 'X', percent: '0.01' },
    { code: 'X', saving: { kind: 'percent', bps: 1 } },
  ],
  [
    { code: 'X', amount: '5', currency: 'EUR' },
    { code: 'X', saving: { kind: 'amount', amount: '5.00', currency: 'EUR' } },
  ],
])('%j is %j', (cells, coupon) => {
  expect(couponRowSchema.parse(cells)).toEqual(coupon)
})

test.each([
  [{}, 'code'],
  [{ code: '' }, 'code'],
  [{ code: 'X', link: 'elsewhere' }, 'link'],
  [{ code: 'X', percent: '0' }, 'percent'],
  [{ code: 'X', percent: '100.01' }, 'percent'],
  [{ code: 'X', percent: '10 %' }, 'percent'],
  [{ code: 'X', percent: '10', amount: '5', currency: 'USD' }, 'amount'],
  [{ code: 'X', amount: '5' }, 'currency'],
  [{ code: 'X', amount: '-5', currency: 'USD' }, 'amount'],
])('%j is refused for its %s', (cells, field) => {
  expect(couponRowSchema.safeParse(cells).error?.issues[0]?.path).toEqual([field])
})
