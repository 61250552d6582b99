import { emptyPool } from '#audit/replay/context.ts'
import { credit, payOut } from '#audit/replay/whose-money.ts'
import { createLedgerState, payeeOf, type PayeeState, type PoolState } from '#audit/state.ts'
import fc from 'fast-check'
import { expect, test } from 'vitest'

function poolOf(id: number): PoolState {
  return emptyPool({ id, terms: undefined, owner: '0x0a', orderSigner: '0x0b', openedAt: 0 })
}

function somebody(): PayeeState {
  return payeeOf(createLedgerState(), '0x0c')
}

test('a payment consumes credits in the order in which they were settled', () => {
  const [one, two] = [poolOf(1), poolOf(2)]
  const payee = somebody()
  credit(payee, one, 300n)
  credit(payee, two, 200n)
  credit(payee, one, 100n)

  expect(payOut(payee, 350n)).toBe(0n)
  expect([one.paidMicros, one.owedMicros]).toEqual([300n, 100n])
  expect([two.paidMicros, two.owedMicros]).toEqual([50n, 150n])

  expect(payOut(payee, 200n)).toBe(0n)
  expect([one.paidMicros, one.owedMicros]).toEqual([350n, 50n])
  expect([two.paidMicros, two.owedMicros]).toEqual([200n, 0n])
  expect(payee.owedMicros).toBe(50n)
})

test('what no credit covers is answered and taken from nobody', () => {
  const pool = poolOf(1)
  const payee = somebody()
  credit(payee, pool, 10n)
  expect(payOut(payee, 25n)).toBe(15n)
  expect([payee.owedMicros, payee.paidMicros, pool.owedMicros, pool.paidMicros]).toEqual([0n, 10n, 0n, 10n])
})

test('a credit of nothing leaves no trace', () => {
  const payee = somebody()
  credit(payee, poolOf(1), 0n)
  expect(payee.credits).toEqual([])
})

test('the pools together always owe what the payee is owed, however long the history', () => {
  const step = fc.record({
    pool: fc.integer({ min: 1, max: 3 }),
    credit: fc.bigInt(0n, 50n),
    pay: fc.bigInt(0n, 60n),
  })
  fc.assert(
    fc.property(fc.array(step, { maxLength: 300 }), (steps) => {
      const pools = [poolOf(1), poolOf(2), poolOf(3)]
      const payee = somebody()
      let credited = 0n
      let paid = 0n
      for (const { pool, credit: micros, pay } of steps) {
        credit(payee, pools[pool - 1] ?? poolOf(0), micros)
        credited += micros
        paid += pay - payOut(payee, pay)
        const owed = pools.reduce((sum, { owedMicros }) => sum + owedMicros, 0n)
        expect(owed).toBe(payee.owedMicros)
        expect(owed).toBe(credited - paid)
        expect(pools.reduce((sum, { paidMicros }) => sum + paidMicros, 0n)).toBe(paid)
      }
    }),
  )
})
