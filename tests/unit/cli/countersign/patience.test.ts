// Books that show an order a little late: a refusal for that alone waits two minutes, and no other does.

import { patiently } from '#cli/countersign/patience.ts'
import type { RefusalCode } from '#domain/countersign/refusals.ts'
import { expect, test } from 'vitest'

const refusal = (...reasons: readonly RefusalCode[]) =>
  ({ kind: 'refuse', reasons: reasons.map((reason) => ({ reason, detail: '' })) }) as const

function patience({ isLate = true, isOnly = false } = {}) {
  let now = 1_000_000
  const deps = { books: { isLate }, isOnly, firstSeen: new Map(), now: () => now }
  return {
    ask: (proposalId: string, ...reasons: readonly RefusalCode[]) =>
      patiently(deps, { proposalId }, refusal(...reasons)).kind,
    advance: (milliseconds: number) => void (now += milliseconds),
  }
}

test('an order that is not there yet is waited for, two minutes from when the proposal was first seen', () => {
  const { ask, advance } = patience()
  expect(ask('1-1-1', 'order-unknown', 'order-not-paid')).toBe('wait')
  advance(119_999)
  expect(ask('1-1-1', 'refund-unknown')).toBe('wait')
  advance(1)
  expect(ask('1-1-1', 'order-unknown')).toBe('refuse')
  expect(ask('1-1-2', 'order-unknown')).toBe('wait')
})

test('anything else is refused at once, and so is everything where the books are not late or nobody looks again', () => {
  expect(patience().ask('1-1-1', 'order-unknown', 'amount-too-high')).toBe('refuse')
  expect(patience({ isLate: false }).ask('1-1-1', 'order-unknown')).toBe('refuse')
  expect(patience({ isOnly: true }).ask('1-1-1', 'order-unknown')).toBe('refuse')
})
