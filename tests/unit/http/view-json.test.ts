// Amounts and instants of views as JSON.

import { expect, test } from 'vitest'
import { micros } from '#domain/money.ts'
import { rewardJson, viewJson } from '#http/v1/view-json.ts'

test('amounts become decimal strings and instants ISO 8601, however deep they lie', () => {
  const at = Date.UTC(2026, 10, 22, 14, 5)
  expect(
    viewJson({
      owed: micros(60_000n),
      none: micros(0n),
      pool: 3,
      paidAt: at,
      unlocksAt: null,
      payments: [{ at, amount: micros(-1n), chainTransaction: '0xab' }],
      trace: [{ step: 'rule', sentence: 'x' }],
    }),
  ).toEqual({
    owed: '0.06',
    none: '0.00',
    pool: 3,
    paidAt: '2026-11-22T14:05:00.000Z',
    unlocksAt: null,
    payments: [{ at: '2026-11-22T14:05:00.000Z', amount: '-0.000001', chainTransaction: '0xab' }],
    trace: [{ step: 'rule', sentence: 'x' }],
  })
})

test("a reward's part in a batch is an amount", () => {
  const batches = [
    { pool: 1, seq: 2, micros: micros(1_800_000n), amended: micros(0n), chainTransaction: null },
  ]
  expect(rewardJson({ batches } as never)).toEqual({
    batches: [{ pool: 1, seq: 2, amount: '1.80', amended: '0.00', chainTransaction: null }],
  })
})
