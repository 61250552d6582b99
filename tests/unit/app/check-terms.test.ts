// Which rules a pool's terms on the ledger can carry.

import { checkTerms } from '#app/pools/check-terms.ts'
import { micros } from '#domain/money.ts'
import { expect, test } from 'vitest'

const terms = {
  minHoldSeconds: 86_400,
  rewardCapMicros: micros(5_000_000n),
  rateCapacityMicros: micros(100_000_000n),
  rateMicrosPerDay: micros(100_000_000n),
}
const policy = { perOrderCap: '5.00', holdSeconds: 86_400 }

test('carries holds from the shortest of the pool on', () => {
  expect(() => checkTerms(terms, policy)).not.toThrow()
  expect(() =>
    checkTerms(terms, { ...policy, holdSeconds: 90_000, trustedHoldSeconds: 86_400 }),
  ).not.toThrow()
})

test.each([
  ['a hold below it', { holdSeconds: 86_399 }],
  ['a hold for trusted people that they would never have', { trustedHoldSeconds: 86_399 }],
])('refuses %s', (_, change) => {
  expect(() => checkTerms(terms, { ...policy, ...change })).toThrow(
    expect.objectContaining({
      code: 'pool_terms_invalid',
      facts: expect.objectContaining({ pointer: '/minHoldSeconds' }),
    }),
  )
})
