// Payments cover a person's credits in the order in which they were settled.

import { coverCredits, recordKey } from '#app/people/cover-credits.ts'
import { micros } from '#domain/money.ts'
import { describe, expect, test } from 'vitest'

import type { CreditRow } from '#ports/recommender-store.ts'

describe('coverCredits', () => {
  const credit = (seq: number, amount: bigint, cumulative: bigint): CreditRow => ({
    creditId: `${seq}`,
    pool: 1,
    seq,
    tag: '0x0000000000aa',
    micros: micros(amount),
    cumulativeMicros: micros(cumulative),
  })
  const credits = [credit(1, 40n, 40n), credit(2, 30n, 70n), credit(3, 30n, 100n)]

  test.each([
    [0n, [0n, 0n, 0n]],
    [39n, [39n, 0n, 0n]],
    [40n, [40n, 0n, 0n]],
    [41n, [40n, 1n, 0n]],
    [70n, [40n, 30n, 0n]],
    [99n, [40n, 30n, 29n]],
    [100n, [40n, 30n, 30n]],
    // What came before the first credit in the books is not these records'.
    [500n, [40n, 30n, 30n]],
  ])('%d micros paid cover the oldest credits first', (paid, covered) => {
    const byRecord = coverCredits(credits, micros(paid))
    expect([1, 2, 3].map((seq) => byRecord.get(recordKey({ pool: 1, seq, tag: '0x0000000000aa' })))).toEqual(
      covered,
    )
  })

  test('covers nothing where nothing was credited', () => {
    expect(coverCredits([], micros(5n)).size).toBe(0)
  })
})
