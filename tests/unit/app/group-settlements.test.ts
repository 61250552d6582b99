// Which matured batches share a settle call.

import { micros } from '#domain/money.ts'
import { encodeNetList } from '#domain/records.ts'
import type { Address } from 'viem'
import { expect, test } from 'vitest'
import {
  groupSettlements,
  settlementBytes,
  settlementGas,
} from '../../../src/app/batches/group-settlements.ts'

type One = {
  readonly name: string
  readonly batch: { readonly netList: `0x${string}`; readonly settleAttempt: number }
}

/** A batch that pays `count` people, the first of them person number `from`. */
function batch(name: string, from: number, count: number, settleAttempt = 1): One {
  const netList = encodeNetList(
    Array.from({ length: count }, (_, at) => ({
      payee: `0x${(from + at).toString(16).padStart(40, '0')}` as Address,
      micros: micros(1n),
    })),
  )
  return { name, batch: { netList, settleAttempt } }
}

const namesOf = (groups: readonly (readonly One[])[]) =>
  groups.map((group) => group.map(({ name }) => name).join(' '))

test('makes no call of nothing', () => {
  expect(groupSettlements([])).toEqual([])
})

test('counts a person once, however many batches name them', () => {
  // 200 000 + 250 × 12 000 = 3 200 000 gas, and each batch 12 000 + 250 × 330 = 94 500: of the 15 938 355 that a twentieth
  // below 2²⁴ leaves, 134 batches find room. Of the bytes only 51 do: 196 + 250 × 20 + 51 × (216 + 250 × 8) = 118 212.
  const batches = Array.from({ length: 52 }, (_, at) => batch(`b${at + 1}`, 1, 250))
  expect(groupSettlements(batches).map((group) => group.length)).toEqual([51, 1])
})

test('carries a day of a thousand people in one call', () => {
  // 20 batches of 393 people, each beginning 32 further: 393 + 19 × 32 = 1 001 people, 7 860 entries, 20 batches make
  // 200 000 + 1 001 × 12 000 + 7 860 × 330 + 20 × 12 000 = 15 045 800 gas, and 87 416 bytes.
  const batches = Array.from({ length: 20 }, (_, at) => batch(`b${at + 1}`, 1 + at * 32, 393))
  expect(groupSettlements(batches).map((group) => group.length)).toEqual([20])
})

test('has room for the worst at the second attempt: 289 people in two batches, not 290', () => {
  // 200 000 + 2 × 12 000 + 289 × (54 000 + 330) = 15 925 370; one more makes 15 979 700.
  expect(namesOf(groupSettlements([batch('a', 1, 200, 2), batch('b', 201, 89, 2)]))).toEqual(['a b'])
  expect(namesOf(groupSettlements([batch('a', 1, 200, 2), batch('b', 201, 90, 2)]))).toEqual(['a', 'b'])
})

test('puts a batch with the people of an earlier call there, past calls of other people', () => {
  const batches = [
    batch('a1', 1, 200, 2),
    batch('b1', 1_000, 200, 2),
    batch('a2', 1, 200, 2),
    batch('b2', 1_000, 200, 2),
  ]
  expect(namesOf(groupSettlements(batches))).toEqual(['a1 a2', 'b1 b2'])
})

test('lets a batch that is too large for any company go alone', () => {
  expect(namesOf(groupSettlements([batch('large', 1, 500, 2), batch('small', 1, 1, 2)]))).toEqual([
    'large',
    'small',
  ])
})

test('stops at the calldata that nodes take, in many batches of few', () => {
  // One person: 196 + 20 + 534 × (216 + 8) = 119 832; one more makes 120 056.
  const batches = Array.from({ length: 535 }, (_, at) => batch(`${at}`, 1, 1))
  expect(groupSettlements(batches).map((group) => group.length)).toEqual([534, 1])
})

test('keeps attempts apart, and sends a batch alone from the third on', () => {
  const batches = [
    batch('a', 1, 1),
    batch('again', 1, 1, 2),
    batch('third', 1, 1, 3),
    batch('b', 1, 1),
    batch('too', 1, 1, 2),
    batch('fourth', 1, 1, 4),
  ]
  expect(namesOf(groupSettlements(batches))).toEqual(['a b', 'again too', 'third', 'fourth'])
})

test('estimates what a call of some size takes', () => {
  // 200 000 + 3 × 12 000 or 54 000 + 5 × 330 + 2 × 12 000, and 196 + 3 × 20 + 5 × 8 + 2 × 216.
  const size = { payees: 3, entries: 5, batches: 2 }
  expect(settlementGas(size, 'usual')).toBe(261_650)
  expect(settlementGas(size, 'most')).toBe(387_650)
  expect(settlementBytes(size)).toBe(728)
})
