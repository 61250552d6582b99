// What a shop reads of rewards under review.

import { micros } from '#domain/money.ts'
import { htmlText } from '#web/pages/html.ts'
import { reviewSection } from '#web/pages/shop-reviews.ts'
import { expect, test } from 'vitest'

const one = {
  reviewId: 'abcde0123456789abcdef',
  externalId: 'T-1041',
  handle: 'mia.bakes',
  amount: micros(372_500n),
  dueAt: Date.UTC(2026, 10, 29, 9, 30),
  verdicts: [{ rule: 'F10', sentence: 'The link was followed 2 seconds before the payment.' }],
}

test('a case says whose reward it is, why it is looked at, and when it is released by itself', () => {
  const text = htmlText(reviewSection({ token: 'tok', cases: [one], isCut: false }))
  for (const words of [
    'To look at: 1 reward',
    '0.3725 test dollars',
    'for mia.bakes, order T-1041',
    'The link was followed 2 seconds before the payment.',
    '29 Nov 2026, 09:30 UTC',
    'action="/shop/tok/reviews/abcde0123456789abcdef/release"',
    'action="/shop/tok/reviews/abcde0123456789abcdef/refuse"',
    'value="own-purchase"',
  ]) {
    expect(text).toContain(words)
  }
})

test('that there are more cases than the page shows is said, with where they are', () => {
  const cases = Array.from({ length: 50 }, (_, at) => ({ ...one, externalId: `T-${at}` }))
  const text = htmlText(reviewSection({ token: 'tok', cases, isCut: true }))
  expect(text).toContain('To look at: more than 50 rewards')
  expect(text).toContain('The newest 50 are shown. <code>vouch review list</code> shows them all.')
  expect(htmlText(reviewSection({ token: 'tok', cases, isCut: false }))).not.toContain('vouch review list')
})

test('without a case there is no section', () => {
  expect(htmlText(reviewSection({ token: 'tok', cases: [], isCut: false }))).toBe('')
})

test('a name cannot write into the page', () => {
  const hostile = { ...one, handle: '<b>x</b>' }
  expect(htmlText(reviewSection({ token: 'tok', cases: [hostile], isCut: false }))).not.toContain('<b>x</b>')
})
