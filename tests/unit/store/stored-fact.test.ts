// Facts as they are stored: amounts as text, and the same fact when it is read back.

import { canonicalJson } from '#domain/policy.ts'
import { factFromStored, storedFact } from '#store/retailer/stored-fact.ts'
import { describe, expect, test } from 'vitest'
import {
  cancelledFact,
  disputeClosedFact,
  disputeOpenedFact,
  editedFact,
  orderLine,
  paidFact,
  refundedFact,
  refundFailedFact,
  refundTotalFact,
} from '../domain/facts.ts'

import type { OrderFact } from '#domain/order-facts.ts'

/** 2⁶³ − 1 micros: far beyond what a JSON number carries exactly. */
const LARGEST = 9_223_372_036_854_775_807n

const facts: readonly [string, OrderFact][] = [
  ['a payment', paidFact(LARGEST)],
  [
    'a payment with everything',
    paidFact(1n, {
      buyerKey: '0xaa',
      test: true,
      references: [{ carriage: 'landing-site', kind: 'link-code', value: 'shap2abcdefgh' }],
    }),
  ],
  ['a refund', refundedFact('gid://refund/1:2', LARGEST)],
  ['a refund of lines', refundedFact('1', 7n, { lines: [orderLine('a', LARGEST, 0)] })],
  ['a failed refund', refundFailedFact('1')],
  ['a sum of refunds', refundTotalFact(LARGEST)],
  ['an edit', editedFact(3n, 1, { lines: [orderLine('a', 1n), orderLine('b', 2n, 4)] })],
  ['an open dispute', disputeOpenedFact('d', LARGEST)],
  ['a decided dispute', disputeClosedFact('d', 'won')],
  ['a cancellation', cancelledFact],
]

describe.each(facts)('%s', (_, fact) => {
  test('is read back as it was, through JSON', () => {
    const text = canonicalJson(storedFact(fact))
    expect(factFromStored(fact.factKey, JSON.parse(text) as ReturnType<typeof storedFact>)).toEqual(fact)
  })
})

test('amounts are text, so that no number ever carries money', () => {
  expect(storedFact(paidFact(LARGEST))).toMatchObject({ eligibleMicros: '9223372036854775807' })
  expect(storedFact(refundedFact('1', 1n))).toMatchObject({ eligibleMicros: '1' })
})

test('a stored fact without its amount is our own bug', () => {
  expect(() => factFromStored('paid', { kind: 'paid', at: 0 })).toThrow('carries its amount')
})
