import { describe, expect, test } from 'vitest'
import { foldOrder, keptMicros } from '#domain/fold-order.ts'
import { cancelledFact, paidFact, paidState, refundedFact } from './facts.ts'

describe('foldOrder', () => {
  const paid = paidFact(59_990_000n)
  const first = refundedFact('a', 10_000_000n)
  const second = refundedFact('b', 10_000_000n)

  test('knows nothing of an order without facts', () => {
    expect(foldOrder([])).toMatchObject({
      paid: undefined,
      refundedMicros: 0n,
      foreignRefunds: 0,
      cancelled: false,
    })
  })

  test('adds refunds that come before the payment', () => {
    expect(foldOrder([second, first])).toMatchObject({
      paid: undefined,
      refundedMicros: 20_000_000n,
      foreignRefunds: 0,
      cancelled: false,
    })
    expect(foldOrder([second, first, paid])).toMatchObject({
      paid,
      refundedMicros: 20_000_000n,
      foreignRefunds: 0,
      cancelled: false,
    })
  })

  test('counts two refunds of the same amount twice, and the same refund once', () => {
    expect(foldOrder([paid, first, second]).refundedMicros).toBe(20_000_000n)
    expect(foldOrder([first, paid, first, paid, first]).refundedMicros).toBe(10_000_000n)
  })

  test('is cancelled once it was, whatever else comes', () => {
    expect(foldOrder([cancelledFact, paid]).cancelled).toBe(true)
    expect(foldOrder([paid, cancelledFact, cancelledFact, first])).toMatchObject({
      paid,
      refundedMicros: 10_000_000n,
      foreignRefunds: 0,
      cancelled: true,
    })
  })
})

describe('a refund in another currency than the payment', () => {
  const euros = { ...refundedFact('c', 5_000_000n), currency: 'EUR' }
  const dollars = refundedFact('d', 1_000_000n)

  test('is counted apart, once, and lowers nothing', () => {
    const { refundedMicros, foreignRefunds } = foldOrder([euros, paidFact(59_990_000n), dollars, euros])
    expect([refundedMicros, foreignRefunds]).toEqual([1_000_000n, 1])
  })

  test('is not known to be one before the payment is', () => {
    expect(foldOrder([euros, dollars]).foreignRefunds).toBe(0)
  })
})

describe('keptMicros', () => {
  test.each([
    ['nothing refunded', 10n, 0n, 10n],
    ['a part refunded', 10n, 9n, 1n],
    ['all refunded', 10n, 10n, 0n],
    ['more refunded than was eligible', 10n, 11n, 0n],
  ])('%s', (_, eligible, refunded, kept) => {
    expect(keptMicros(paidState(eligible, refunded))).toBe(kept)
  })

  test('is nothing for a cancelled order and for one that is not paid', () => {
    expect(keptMicros({ ...paidState(10n), cancelled: true })).toBe(0n)
    expect(keptMicros(foldOrder([refundedFact('1', 3n)]))).toBe(0n)
  })
})
