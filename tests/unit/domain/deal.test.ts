// A deal is made when both have approved it, and due when the shop says that the work is there.

import { expect, test } from 'vitest'
import { dealsPolicy, dealTermsHash, dealTrace, nextDealState } from '#domain/deal.ts'
import { micros } from '#domain/money.ts'

test.each([
  ['proposed', 'approve', 'approved'],
  ['proposed', 'decline', 'declined'],
  ['proposed', 'withdraw', 'withdrawn'],
  ['approved', 'deliver', 'delivered'],
  ['approved', 'withdraw', 'withdrawn'],
] as const)('a deal that is %s can be told to %s and is then %s', (state, step, next) => {
  expect(nextDealState(state, step)).toBe(next)
})

test.each([
  ['proposed', 'deliver'],
  ['approved', 'approve'],
  ['approved', 'decline'],
  ['declined', 'approve'],
  ['declined', 'deliver'],
  ['withdrawn', 'approve'],
  ['withdrawn', 'deliver'],
  ['delivered', 'deliver'],
  ['delivered', 'withdraw'],
] as const)('a deal that is %s cannot be told to %s', (state, step) => {
  expect(nextDealState(state, step)).toBeUndefined()
})

const terms = { title: 'Film', terms: 'One film.', feeMicros: micros(150_000_000n), dueAt: null }

test('other words, another fee or another day are another deal', () => {
  const hash = dealTermsHash(terms)
  expect(dealTermsHash({ ...terms })).toBe(hash)
  const others = [
    { ...terms, title: 'A film' },
    { ...terms, terms: 'Two films.' },
    { ...terms, feeMicros: micros(150_000_001n) },
    { ...terms, dueAt: 1 },
  ]
  expect(new Set([hash, ...others.map(dealTermsHash)]).size).toBe(5)
})

test('the rules of a program for deals carry both caps and its purpose', () => {
  expect(dealsPolicy({ feeCap: '500.00', totalCap: '2000.00', holdSeconds: 7_200 })).toMatchObject({
    purpose: 'deals',
    currency: 'USD',
    perOrderCap: '500.00',
    budget: { total: '2000.00' },
    holdSeconds: 7_200,
  })
})

test('the reasons name the fee with its currency, nobody, and use at most 25 words', () => {
  const sentences = dealTrace({ feeMicros: terms.feeMicros, termsHash: '0x00' }).map((step) => step.sentence)
  expect(sentences).toEqual([
    'The shop proposed a fixed fee of 150.00 USD, and the person approved it.',
    'The shop says that the work is delivered: the agreed fee of 150.00 USD is due.',
  ])
})
