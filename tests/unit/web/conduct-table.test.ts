// What everybody reads of how shops keep their promises.

import { conductTable } from '#web/pages/conduct-table.ts'
import { htmlText } from '#web/pages/html.ts'
import { expect, test } from 'vitest'

const row = {
  pool: 7,
  committed: '20000000',
  takenBack: '5000000',
  reversalBps: 2_500,
  rejectionBps: 4_285,
  rewarded: '4',
  rejected: '3',
  underReview: '2',
  isUnusual: false,
}

test('both ratios stand beside what they are made of', () => {
  const text = htmlText(conductTable([row])).replaceAll(/\s+/g, ' ')
  for (const words of ['20.00', '5.00 (25.00 %)', '3 (42.85 %)']) expect(text).toContain(words)
  expect(text).not.toContain('unusual')
})

test('a pool that takes more back than shops usually do is marked', () => {
  expect(htmlText(conductTable([{ ...row, isUnusual: true }]))).toContain('unusual')
})

test('without pools there is no table', () => {
  expect(htmlText(conductTable([]))).toBe('')
})
