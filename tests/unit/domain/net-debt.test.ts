import { describe, expect, test } from 'vitest'
import { micros } from '#domain/money.ts'
import { DEBT_LAPSE_DAYS, DEBT_LAPSE_MS, netDebt, owedBack, type OpenDebt } from '#domain/net-debt.ts'

const NOW = 1_772_366_400_000

const debt = (debtId: string, remaining: bigint, lapsesAt = NOW + 1): OpenDebt => ({
  debtId,
  remainingMicros: micros(remaining),
  lapsesAt,
})

function net(earned: bigint, debts: readonly OpenDebt[]) {
  const { rewardMicros, nettedMicros, uses } = netDebt(micros(earned), debts, NOW)
  return {
    reward: rewardMicros,
    netted: nettedMicros,
    uses: uses.map((use) => `${use.debtId}: ${use.micros}`),
  }
}

test('a debt lapses after 180 days', () => {
  expect(DEBT_LAPSE_DAYS).toBe(180)
  // 180 × 24 × 60 × 60 × 1000.
  expect(DEBT_LAPSE_MS).toBe(15_552_000_000)
})

describe('netDebt', () => {
  test('leaves a reward whole where nothing is owed', () => {
    expect(net(10n, [])).toEqual({ reward: 10n, netted: 0n, uses: [] })
  })

  test('takes a part', () => {
    expect(net(10n, [debt('a', 4n)])).toEqual({ reward: 6n, netted: 4n, uses: ['a: 4'] })
  })

  test('takes all, and no more than all', () => {
    expect(net(10n, [debt('a', 10n)])).toEqual({ reward: 0n, netted: 10n, uses: ['a: 10'] })
    expect(net(10n, [debt('a', 11n)])).toEqual({ reward: 0n, netted: 10n, uses: ['a: 10'] })
  })

  test('takes the oldest first, as they are given, and leaves the rest alone', () => {
    expect(net(10n, [debt('a', 3n), debt('b', 4n), debt('c', 5n), debt('d', 6n)])).toEqual({
      reward: 0n,
      netted: 10n,
      uses: ['a: 3', 'b: 4', 'c: 3'],
    })
  })

  test.each([
    ['a moment before it lapses', NOW + 1, 4n],
    ['at the instant it lapses', NOW, 0n],
    ['after it lapsed', NOW - 1, 0n],
  ])('a debt %s', (_, lapsesAt, netted) => {
    expect(net(10n, [debt('a', 4n, lapsesAt)]).netted).toBe(netted)
  })

  test('passes over a lapsed debt to the next', () => {
    expect(net(10n, [debt('a', 4n, NOW), debt('b', 5n)])).toEqual({ reward: 5n, netted: 5n, uses: ['b: 5'] })
  })

  test('uses no debt of which nothing is left, and none for a reward of nothing', () => {
    expect(net(10n, [debt('a', 0n), debt('b', 1n)]).uses).toEqual(['b: 1'])
    expect(net(0n, [debt('a', 4n)])).toEqual({ reward: 0n, netted: 0n, uses: [] })
  })
})

test('what is owed back leaves out debts that have lapsed, from the very instant on', () => {
  expect(owedBack([debt('a', 4n, NOW + 1), debt('b', 2n, NOW), debt('c', 1n, NOW - 1)], NOW)).toBe(4n)
  expect(owedBack([], NOW)).toBe(0n)
})
