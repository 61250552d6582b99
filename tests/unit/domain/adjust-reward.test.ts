import { describe, expect, test } from 'vitest'
import { adjustReward, type ReducibleRecord } from '#domain/adjust-reward.ts'
import { micros } from '#domain/money.ts'

const record = (seq: number, remaining: bigint): ReducibleRecord => ({
  seq,
  attempt: 1,
  tag: '0x0000000000aa',
  remainingMicros: micros(remaining),
})

function adjust(target: bigint, standing: bigint, reducible: readonly ReducibleRecord[] = [], openDebt = 0n) {
  const { waitingMicros, reductions, debtMicros, debtCancelledMicros } = adjustReward({
    targetMicros: micros(target),
    standingMicros: micros(standing),
    reducible,
    openDebtMicros: micros(openDebt),
  })
  const taken = reductions.map(({ seq, micros: amount }) => `${seq}: ${amount}`)
  return { waits: waitingMicros, taken, debt: debtMicros, cancelled: debtCancelledMicros }
}

const still = { waits: 0n, taken: [], debt: 0n, cancelled: 0n }

test('what is right already stays', () => {
  expect(adjust(7n, 7n, [record(1, 7n)], 3n)).toEqual(still)
  expect(adjust(0n, 0n)).toEqual(still)
})

describe('a higher target', () => {
  test('waits for a batch', () => {
    expect(adjust(10n, 4n, [record(1, 4n)])).toEqual({ ...still, waits: 6n })
  })

  test('takes its own debt back first', () => {
    expect(adjust(10n, 4n, [], 2n)).toEqual({ ...still, waits: 4n, cancelled: 2n })
    expect(adjust(10n, 4n, [], 6n)).toEqual({ ...still, cancelled: 6n })
    expect(adjust(10n, 4n, [], 9n)).toEqual({ ...still, cancelled: 6n })
  })
})

describe('a lower target', () => {
  test('is amended where it can be', () => {
    expect(adjust(4n, 10n, [record(1, 10n)])).toEqual({ ...still, taken: ['1: 6'] })
    expect(adjust(0n, 10n, [record(1, 10n)])).toEqual({ ...still, taken: ['1: 10'] })
  })

  test('takes from the newest batch first, as they are given', () => {
    expect(adjust(1n, 10n, [record(3, 4n), record(2, 0n), record(1, 6n)])).toEqual({
      ...still,
      taken: ['3: 4', '1: 5'],
    })
  })

  test('becomes debt as far as no record reaches', () => {
    expect(adjust(0n, 10n)).toEqual({ ...still, debt: 10n })
    expect(adjust(2n, 10n, [record(1, 5n)])).toEqual({ ...still, taken: ['1: 5'], debt: 3n })
  })

  test('cancels no debt, even where some is open', () => {
    expect(adjust(0n, 10n, [], 4n)).toEqual({ ...still, debt: 10n })
  })

  test('takes nothing from a record that is used up', () => {
    expect(adjust(0n, 3n, [record(2, -1n), record(1, 0n)])).toEqual({ ...still, debt: 3n })
  })
})
