// The full list of refunds that a WooCommerce order carries, as one fact.

import { expect, test } from 'vitest'
import { refundListFact } from '#commerce/woocommerce/refund-list.ts'
import { foldOrder, keptMicros } from '#domain/fold-order.ts'
import { micros } from '#domain/money.ts'
import { PAID_AT, paidFact } from '../domain/facts.ts'
import { problemOf, wrongFieldsOf } from './webhook-requests.ts'

const list = (after: number, totals: readonly string[]) =>
  refundListFact({
    currency: 'USD',
    modifiedAt: PAID_AT + after,
    refunds: totals.map((total, i) => ({ id: 700 + i, total })),
  })

test('is the sum of its refunds as of the order’s last change', () => {
  expect(list(5, ['-10.00', '-2.50'])).toEqual({
    kind: 'refund-total',
    factKey: `refund-total:${PAID_AT + 5}:12500000`,
    asOf: PAID_AT + 5,
    currency: 'USD',
    refundedMicros: 12_500_000n,
  })
})

test('counts a refund that is listed twice once', () => {
  const refund = { id: 7, total: '-10.00' }
  const fact = refundListFact({ currency: 'USD', modifiedAt: 0, refunds: [refund, refund] })
  expect(fact.refundedMicros).toBe(10_000_000n)
})

test('lowers an order by the latest list, in whatever order lists arrive, also when a refund was deleted', () => {
  // 48.00 and 10 % tax: 52.80. Of 26.40, 13.20 are given back, a quarter of all.
  const paid = paidFact(48_000_000n, { totalMicros: micros(52_800_000n) })
  const lists = [list(1, ['-13.20', '-13.20']), list(2, ['-13.20'])]
  expect(keptMicros(foldOrder([paid, ...lists]))).toBe(36_000_000n)
  expect(keptMicros(foldOrder([...lists.toReversed(), paid]))).toBe(36_000_000n)
  expect(keptMicros(foldOrder([paid, ...lists, list(3, [])]))).toBe(48_000_000n)
})

test('is refused with a total that is no amount', () => {
  expect(wrongFieldsOf(problemOf(() => list(0, ['-1.00', '--2.00'])))).toEqual(['/refunds/1/total'])
})
