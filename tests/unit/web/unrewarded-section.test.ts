// What a person reads of orders that came by their link and earned them nothing.

import { htmlText } from '#web/pages/html.ts'
import { unrewardedSection } from '#web/pages/unrewarded-section.ts'
import { expect, test } from 'vitest'

const order = {
  shopName: 'Tea & Leaf',
  at: 1_772_366_400_000,
  sentence: 'The shop marked this as a test order.',
  trace: [{ outcome: 'stopped', sentence: 'The shop marked this as a test order.' }],
} as const

test('each order is there with its shop, its day and its reason', () => {
  const text = htmlText(unrewardedSection([order]))
  expect(text).toContain('Orders by your link without a reward (1)')
  expect(text).toContain('Tea &amp; Leaf, order of')
  expect(text).toContain('The shop marked this as a test order.')
})

test('who has none sees nothing of it', () => {
  expect(htmlText(unrewardedSection([]))).toBe('')
})
