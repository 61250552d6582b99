// Tiers by follower count, and their numbers in the evidence.

import { tierOf, tierOfNumber } from '#domain/tier.ts'
import { expect, test } from 'vitest'

test.each([
  [0, 'micro'],
  [9_999, 'micro'],
  [10_000, 'macro'],
  [999_999, 'macro'],
  [1_000_000, 'mega'],
])('%i followers are %s', (followers, tier) => {
  expect(tierOf(followers)).toBe(tier)
})

test('a tier is read back from its number; zero and what is no number of a tier are none', () => {
  expect([0, 1, 2, 3, 4].map(tierOfNumber)).toEqual([null, 'micro', 'macro', 'mega', null])
})
