// Refunds that are sums of the total, with failures told late and twice; orders that are suspended or deleted. Every
// arrangement of the same facts says the same.

import { describe, expect, test } from 'vitest'
import { foldOrder } from '#domain/fold-order.ts'
import { micros } from '#domain/money.ts'
import type { DeletedFact, EditedFact, OrderFact } from '#domain/order-facts.ts'
import { isOldDeletion } from '#domain/suspensions.ts'
import { PAID_AT, paidFact } from './facts.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

/** 48.00 of a total of 60.00 count: four fifths of whatever goes back. */
const paid = paidFact(48_000_000n, { totalMicros: micros(60_000_000n) })

const refund = (id: string, hours: number, ofTotal: bigint): OrderFact => ({
  kind: 'refunded',
  factKey: `refund:${id}`,
  refundedAt: PAID_AT + hours * HOUR_MS,
  currency: 'USD',
  eligibleMicros: micros(0n),
  ofTotalMicros: micros(ofTotal),
})

const failure = (id: string, [made, failed]: readonly [number, number], ofTotal: bigint): OrderFact => ({
  kind: 'refund-failed',
  factKey: `refund-failed:${id}:${failed}`,
  refundId: id,
  refundedAt: PAID_AT + made * HOUR_MS,
  failedAt: PAID_AT + failed * HOUR_MS,
  ofTotalMicros: micros(ofTotal),
})

const total = (hours: number, refunded: bigint): OrderFact => ({
  kind: 'refund-total',
  factKey: `refund-total:${hours}:${refunded}`,
  asOf: PAID_AT + hours * HOUR_MS,
  currency: 'USD',
  refundedMicros: micros(refunded),
})

function refundedOf(...facts: readonly OrderFact[]): bigint {
  const sums = new Set(permutations([paid, ...facts]).map((order) => foldOrder(order).refundedMicros))
  expect(sums.size).toBe(1)
  return [...sums][0] ?? -1n
}

function permutations<Item>(items: readonly Item[]): readonly (readonly Item[])[] {
  if (items.length <= 1) return [items]
  return items.flatMap((item, i) => permutations(items.toSpliced(i, 1)).map((rest) => [item, ...rest]))
}

describe('refunds that are sums of the total', () => {
  test('take the part of it that counts', () => {
    expect(refundedOf(refund('a', 1, 10_000_000n))).toBe(8_000_000n)
    expect(refundedOf(refund('a', 1, 10_000_000n), refund('b', 2, 5_000_000n))).toBe(12_000_000n)
  })

  test('and told as one sum as well count once', () => {
    expect(refundedOf(refund('a', 1, 10_000_000n), total(1, 10_000_000n))).toBe(8_000_000n)
    expect(refundedOf(refund('a', 1, 10_000_000n), total(2, 15_000_000n))).toBe(12_000_000n)
  })

  test('take nothing once they failed, also out of a sum that was told before', () => {
    expect(refundedOf(refund('a', 1, 10_000_000n), failure('a', [1, 5], 10_000_000n))).toBe(0n)
    const failed = failure('a', [1, 5], 10_000_000n)
    expect(refundedOf(refund('a', 1, 10_000_000n), total(1, 10_000_000n), failed)).toBe(0n)
  })

  test('leave a sum alone that was told after they failed or before they were made', () => {
    const failed = failure('a', [1, 5], 10_000_000n)
    expect(refundedOf(failed, total(5, 5_000_000n))).toBe(4_000_000n)
    expect(refundedOf(failed, total(0, 5_000_000n))).toBe(4_000_000n)
  })

  test('are taken out of a sum once, however often their failing is told', () => {
    const told = [failure('a', [1, 5], 10_000_000n), failure('a', [1, 6], 10_000_000n)]
    expect(refundedOf(...told, total(2, 15_000_000n))).toBe(4_000_000n)
  })
})

const edit = (hours: number, suspended?: EditedFact['suspended']): EditedFact => ({
  kind: 'edited',
  factKey: `edited:${hours}:${suspended ?? ''}`,
  editedAt: PAID_AT + hours * HOUR_MS,
  currency: 'USD',
  eligibleMicros: paid.eligibleMicros,
  totalMicros: paid.totalMicros,
  ...(suspended ? { suspended } : {}),
})

const deleted = (afterMs: number): DeletedFact => ({
  kind: 'deleted',
  factKey: `deleted:${PAID_AT + afterMs}`,
  deletedAt: PAID_AT + afterMs,
})

describe('an order that a shop suspends', () => {
  test('counts for nothing until a later edit has it back', () => {
    expect(foldOrder([paid, edit(1, 'cancelled')])).toMatchObject({ cancelled: true, suspended: 'cancelled' })
    expect(foldOrder([paid, edit(1, 'on-hold'), edit(2)])).toMatchObject({ cancelled: false })
    expect(foldOrder([edit(2), paid, edit(1, 'on-hold')])).toMatchObject({ cancelled: false })
  })

  test('and deletes counts for nothing, until it is restored', () => {
    expect(foldOrder([paid, edit(0), deleted(HOUR_MS)])).toMatchObject({
      cancelled: true,
      suspended: 'deleted',
    })
    expect(foldOrder([paid, deleted(HOUR_MS), edit(2)])).toMatchObject({ cancelled: false })
  })

  test('and deletes 120 days after the payment is not touched any more', () => {
    expect(foldOrder([paid, deleted(120 * DAY_MS)])).toMatchObject({ cancelled: true })
    expect(foldOrder([paid, deleted(120 * DAY_MS + 1)])).toMatchObject({ cancelled: false })
    expect(foldOrder([paid, edit(120 * 24, 'deleted')])).toMatchObject({ suspended: 'deleted' })
    expect(foldOrder([paid, edit(120 * 24 + 1, 'deleted')])).toMatchObject({ cancelled: false })
  })

  test('counts again when an old deletion comes once more after it was brought back', () => {
    const told = [paid, deleted(HOUR_MS), edit(2), deleted(3 * HOUR_MS)]
    for (const facts of [told, told.toReversed()]) {
      expect(foldOrder(facts)).toMatchObject({ cancelled: false })
      expect(isOldDeletion(facts, deleted(3 * HOUR_MS))).toBe(true)
    }
    // Said twice before anything brought it back, it is one deletion.
    expect(isOldDeletion([paid, deleted(1), deleted(2)], deleted(2))).toBe(false)
    expect(isOldDeletion([paid, edit(0), deleted(1)], deleted(1))).toBe(false)
    expect(isOldDeletion([paid, edit(1), deleted(HOUR_MS), deleted(2 * HOUR_MS)], deleted(2 * HOUR_MS))).toBe(
      false,
    )
  })

  test('counts for nothing when its shop was asked and no longer has it', () => {
    const gone: DeletedFact = { ...deleted(3 * HOUR_MS), isGone: true }
    expect(foldOrder([paid, deleted(HOUR_MS), edit(2), gone])).toMatchObject({ suspended: 'deleted' })
    expect(isOldDeletion([paid, deleted(HOUR_MS), edit(2), gone], gone)).toBe(false)
    expect(foldOrder([paid, deleted(HOUR_MS), gone, edit(4)])).toMatchObject({ cancelled: false })
  })
})
