// Which payment paid a reward: payments cover credits first in first out.

import { expect, test } from 'vitest'
import { paidAtByRecord } from '#app/metrics/time-to-pay.ts'
import { micros } from '#domain/money.ts'

import type { CreditRow, PayeeEntry } from '#ports/recommender-store.ts'

/** Credits of 5, 3 and 4. */
const credits: readonly CreditRow[] = [
  { creditId: 'a', pool: 1, seq: 1, tag: '0xaa', micros: micros(5n), cumulativeMicros: micros(5n) },
  { creditId: 'b', pool: 1, seq: 2, tag: '0xbb', micros: micros(3n), cumulativeMicros: micros(8n) },
  { creditId: 'c', pool: 2, seq: 1, tag: '0xcc', micros: micros(4n), cumulativeMicros: micros(12n) },
]

function payment(amount: bigint, at: number): PayeeEntry {
  return { entryId: String(at), kind: 'paid', micros: micros(amount), chainTransaction: '0x00', at }
}

test('a payment pays every credit that it covers to the end', () => {
  const paidAt = paidAtByRecord(credits, [payment(12n, 70)], { paidMicros: 12n })
  expect([...paidAt]).toEqual([
    ['1:1:0xaa', 70],
    ['1:2:0xbb', 70],
    ['2:1:0xcc', 70],
  ])
})

test('a credit is paid by the payment that covers its last micro, and one that is not covered has no instant', () => {
  // 5 at 10 pays the first; 2 at 20 is not yet the second, 1 at 30 is; the third waits.
  const newestFirst = [payment(1n, 30), payment(2n, 20), payment(5n, 10)]
  const paidAt = paidAtByRecord(credits, newestFirst, { paidMicros: 8n })
  expect(Object.fromEntries(paidAt)).toEqual({ '1:1:0xaa': 10, '1:2:0xbb': 30 })
})

test('credits that were paid before the oldest payment that is known have no instant', () => {
  const paidAt = paidAtByRecord(credits, [payment(4n, 90)], { paidMicros: 12n })
  expect(Object.fromEntries(paidAt)).toEqual({ '2:1:0xcc': 90 })
})
