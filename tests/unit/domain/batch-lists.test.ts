import { expect, test } from 'vitest'
import { netListAfter, recordsAfter, type BatchLists } from '#domain/batch-lists.ts'
import { Problem } from '#domain/problem.ts'

import type { Hex } from 'viem'

const ALICE = '00000000000000000000000000000000000000a1'
const BOB = '00000000000000000000000000000000000000b2'

/** Alice has 256 micros under tag aa and 5 under bb, the latter a supplement; Bob has 16 under aa. */
const records: Hex = `0x${[
  ...[ALICE, '02', '0000000000aa', '0000000100', '0000000000bb', '8000000005'],
  ...[BOB, '01', '0000000000aa', '0000000010'],
].join('')}`

/** Index, tag, micros. */
const reduction = (index: string, tag: string, amount: string): string => `${index}${tag}${amount}`

/** First 6 of Alice's aa and all of her bb, then 250 more of aa and 1 of Bob's. */
const first =
  reduction('0000', '0000000000aa', '0000000006') + reduction('0000', '0000000000bb', '0000000005')
const second =
  reduction('0000', '0000000000aa', '00000000fa') + reduction('0001', '0000000000aa', '0000000001')

const lists = (...amendments: string[]): BatchLists => ({
  records,
  amendments: amendments.map((reductions) => ({ reductions: `0x${reductions}` })),
})

const amounts = (of: BatchLists) =>
  recordsAfter(of).map(({ payee, tag, micros, supplement }) => [
    payee.slice(-2),
    tag.slice(-2),
    micros,
    supplement,
  ])

test('without amendments a batch holds what was committed', () => {
  // 256 + 5 = 0x105.
  expect(netListAfter(lists())).toBe(`0x${ALICE}000000000105${BOB}000000000010`)
  expect(amounts(lists())).toEqual([
    ['A1', 'aa', 256n, false],
    ['A1', 'bb', 5n, true],
    ['b2', 'aa', 16n, false],
  ])
})

test('amendments are taken off one after the other; who has nothing left stays listed', () => {
  // 261 − 11 = 250 = 0xfa.
  expect(netListAfter(lists(first))).toBe(`0x${ALICE}0000000000fa${BOB}000000000010`)
  expect(netListAfter(lists(first, second))).toBe(`0x${ALICE}000000000000${BOB}00000000000f`)
  expect(amounts(lists(first, second))).toEqual([
    ['A1', 'aa', 0n, false],
    ['A1', 'bb', 0n, true],
    ['b2', 'aa', 15n, false],
  ])
})

test('the same tag of two people is two records', () => {
  expect(amounts(lists(reduction('0001', '0000000000aa', '0000000010')))).toEqual([
    ['A1', 'aa', 256n, false],
    ['A1', 'bb', 5n, true],
    ['b2', 'aa', 0n, false],
  ])
})

test('what an amendment takes beyond a record, or under no tag, comes off the last records of the same person', () => {
  // The ledger looks at Alice's 261 only. 258 under aa: all 256 of it, and 2 of bb.
  expect(amounts(lists(reduction('0000', '0000000000aa', '0000000102')))).toEqual([
    ['A1', 'aa', 0n, false],
    ['A1', 'bb', 3n, true],
    ['b2', 'aa', 16n, false],
  ])
  // 7 under a tag that there is not: all 5 of bb, and 2 of aa.
  expect(amounts(lists(reduction('0000', '0000000000cc', '0000000007')))).toEqual([
    ['A1', 'aa', 254n, false],
    ['A1', 'bb', 0n, true],
    ['b2', 'aa', 16n, false],
  ])
})

test('refuses an amendment that no ledger has taken', () => {
  expect(() => netListAfter(lists(reduction('0002', '0000000000aa', '0000000001')))).toThrow(Problem)
  expect(() => netListAfter(lists(reduction('0001', '0000000000aa', '0000000011')))).toThrow(Problem)
})
