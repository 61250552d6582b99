// The bench's own check sees every way in which people could have been paid wrongly.

import { micros } from '#domain/money.ts'
import { expect, test } from 'vitest'
import {
  checkOutcome,
  checkPayments,
  type Due,
  type Standing,
} from '../../../scripts/bench-gas/check-outcome.ts'
import type { Sale } from '../../../scripts/bench-gas/workload.ts'

/** Person 0 gets 0.15 in two settles, person 1 0.05 in the second, and the minimum is 0.10. */
const due: Due = {
  settles: [[sale(0, 70_000n)], [sale(0, 80_000n), sale(1, 50_000n)]],
  minimumOf: () => 100_000n,
  paidPeople: 1,
}
const before: Standing = {
  held: [1_000_000n, 0n],
  owed: [0n, 10_000n],
  available: 900_000n,
  reserved: 0n,
  ledgerHeld: 910_000n,
}
const after: Standing = {
  held: [1_150_000n, 0n],
  owed: [0n, 60_000n],
  available: 700_000n,
  reserved: 0n,
  ledgerHeld: 760_000n,
}

function sale(person: number, amount: bigint): Sale {
  return { person, tag: '0x000000000001', micros: micros(amount) }
}

test('is content when those at the minimum are paid and the others are owed', () => {
  expect(() => checkOutcome(before, after, due)).not.toThrow()
})

test.each<[string, Partial<Standing>]>([
  ['paid to person 0 is 149999, not 150000', { held: [1_149_999n, 0n] }],
  ['paid to person 1 is 1, not 0', { held: [1_150_000n, 1n] }],
  ['owed to person 0 is 1, not 0', { owed: [1n, 60_000n] }],
  ['owed to person 1 is 59999, not 60000', { owed: [0n, 59_999n] }],
  ['taken from the pool is 199999, not 200000', { available: 700_001n }],
  ['still reserved is 1, not 0', { reserved: 1n }],
  ['gone from the ledger is 150001, not 150000', { ledgerHeld: 759_999n }],
])('sees that %s', (sentence, wrong) => {
  expect(() => checkOutcome(before, { ...after, ...wrong }, due)).toThrow(sentence)
})

test('refuses when other people were paid than the case is about', () => {
  expect(() => checkOutcome(before, after, { ...due, paidPeople: 2 })).toThrow(
    'number of people paid is 1, not 2',
  )
})

test('expects nobody to be paid when nobody is pushed to', () => {
  const credited: Standing = { ...after, held: before.held, owed: [150_000n, 60_000n], ledgerHeld: 910_000n }
  const credits: Due = { ...due, minimumOf: () => undefined, paidPeople: 0 }
  expect(() => checkOutcome(before, credited, credits)).not.toThrow()
  expect(() => checkOutcome(before, after, credits)).toThrow('paid to person 0 is 150000, not 0')
})

test('refuses a baseline that paid anyone wrongly', () => {
  const payments = [
    { person: 0, micros: 70_000n },
    { person: 0, micros: 80_000n },
  ]
  expect(() => checkPayments(before, after, payments)).not.toThrow()
  expect(() => checkPayments(before, after, payments.slice(1))).toThrow(
    'paid to person 0 is 150000, not 80000',
  )
})
