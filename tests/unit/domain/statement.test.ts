// Statements by hand: months that follow from one another, also the quiet ones.

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { micros } from '#domain/money.ts'
import { monthText, payeeStatements, poolStatements, type PoolKind } from '#domain/statement.ts'

const month = (number: number) => Date.UTC(2026, number, 1)
const sum = (at: number, kind: PoolKind, amount: bigint) => ({
  month: month(at),
  kind,
  micros: micros(amount),
})

test('a pool that was filled, reserved from, given back to, released and emptied', () => {
  const statements = poolStatements(
    [
      sum(8, 'deposited', 500n),
      sum(8, 'committed', 120n),
      sum(8, 'amended', 20n),
      sum(10, 'settled', 90n),
      sum(10, 'vetoed', 10n),
      sum(10, 'withdrawn', 310n),
    ],
    Date.UTC(2026, 10, 30),
  )
  expect(
    statements.map((one) => [
      monthText(one.month),
      one.openingAvailable,
      one.openingReserved,
      one.closingAvailable,
      one.closingReserved,
    ]),
  ).toEqual([
    ['2026-09', 0n, 0n, 400n, 100n],
    ['2026-10', 400n, 100n, 400n, 100n],
    ['2026-11', 400n, 100n, 100n, 0n],
  ])
})

test('goes on to the month of today, also over a new year', () => {
  const statements = poolStatements([sum(11, 'deposited', 5n)], Date.UTC(2027, 1, 1))
  expect(statements.map((one) => monthText(one.month))).toEqual(['2026-12', '2027-01', '2027-02'])
  expect(statements.at(-1)).toMatchObject({ openingAvailable: 5n, closingAvailable: 5n })
})

test('a book without an entry has no month', () => {
  expect(poolStatements([], Date.UTC(2026, 10, 1))).toEqual([])
})

test('a person who was credited, paid, and took the rest', () => {
  const statements = payeeStatements(
    [
      { month: month(9), kind: 'credited', micros: micros(30n) },
      { month: month(9), kind: 'paid', micros: micros(10n) },
      { month: month(10), kind: 'withdrawn', micros: micros(15n) },
    ],
    Date.UTC(2026, 10, 2),
  )
  expect(statements.map(({ openingOwed, closingOwed }) => [openingOwed, closingOwed])).toEqual([
    [0n, 20n],
    [20n, 5n],
  ])
})

test('every month opens with what the one before closed with', () => {
  const kinds: PoolKind[] = ['deposited', 'committed', 'amended', 'vetoed', 'settled', 'withdrawn']
  const entry = fc.record({
    month: fc.integer({ min: 0, max: 11 }).map(month),
    kind: fc.constantFrom(...kinds),
    micros: fc.bigInt({ min: 1n, max: 10n ** 12n }).map(micros),
  })
  fc.assert(
    fc.property(fc.array(entry, { minLength: 1 }), (entries) => {
      const ordered = entries.toSorted((a, b) => a.month - b.month)
      const statements = poolStatements(ordered, month(11))
      for (const [place, one] of statements.entries()) {
        const before = statements[place - 1]
        if (before === undefined) continue
        expect([one.openingAvailable, one.openingReserved]).toEqual([
          before.closingAvailable,
          before.closingReserved,
        ])
      }
      const all = (kind: PoolKind) =>
        entries.reduce((total, one) => (one.kind === kind ? total + one.micros : total), 0n)
      expect(statements.at(-1)?.closingAvailable).toBe(
        all('deposited') + all('amended') + all('vetoed') - all('committed') - all('withdrawn'),
      )
    }),
  )
})
