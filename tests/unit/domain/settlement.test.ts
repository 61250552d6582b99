// How a settle call carries net lists: bytes worked out by hand from the text of IRewardLedger.

import { concatHex } from 'viem/utils'
import { expect, test } from 'vitest'
import { indexBatches, indexNetLists } from '#domain/settlement.ts'

const ANN = `0x${'0a'.repeat(20)}` as const
const BOB = `0x${'0b'.repeat(20)}` as const
const CID = `0x${'0C'.repeat(20)}` as const
const DOT = `0x${'f0'.repeat(20)}` as const

test('names everyone once, in ascending order, and lists by places and sums', () => {
  const indexed = indexNetLists([
    // Ann 300 000, Cid 1
    concatHex([ANN, '0x0000000493e0', CID, '0x000000000001']),
    // Bob 2⁴⁸ − 1, Cid 16, Dot 256
    concatHex([BOB, '0xffffffffffff', CID, '0x000000000010', DOT, '0x000000000100']),
  ])
  expect(indexed).toEqual({
    payees: `0x${'0a'.repeat(20)}${'0b'.repeat(20)}${'0c'.repeat(20)}${'f0'.repeat(20)}`,
    indexedNetLists: [
      '0x00000000000493e00002000000000001',
      '0x0001ffffffffffff00020000000000100003000000000100',
    ],
  })
})

test('keeps a payee who was reduced to nothing: the hash of the list names them', () => {
  expect(indexNetLists([concatHex([ANN, '0x000000000000'])])).toEqual({
    payees: ANN,
    indexedNetLists: ['0x0000000000000000'],
  })
})

test('writes the same list twice alike, and the same people in one place', () => {
  const list = concatHex([BOB, '0x000000000005'])
  const { payees, indexedNetLists } = indexNetLists([list, list])
  expect(payees).toBe(BOB)
  expect(indexedNetLists).toEqual(['0x0000000000000005', '0x0000000000000005'])
})

test('orders by the number that an address is, not by its letters', () => {
  const upper = `0x${'0'.repeat(39)}B` as const
  const lower = `0x${'0'.repeat(39)}a` as const
  const lists = [upper, lower].map((payee) => concatHex([payee, '0x000000000001']))
  expect(indexNetLists(lists)).toEqual({
    payees: `0x${'0'.repeat(39)}a${'0'.repeat(39)}b`,
    indexedNetLists: ['0x0001000000000001', '0x0000000000000001'],
  })
})

test('gives the 257th payee a place of two bytes', () => {
  const payees = Array.from(
    { length: 257 },
    (_, at) => `0x${(at + 1).toString(16).padStart(40, '0')}` as const,
  )
  const list = concatHex(payees.flatMap((payee) => [payee, '0x000000000002'] as const))
  const { indexedNetLists } = indexNetLists([list])
  expect(indexedNetLists[0]?.slice(-32)).toBe('00ff0000000000020100000000000002')
})

test('makes nothing of no lists and of an empty list', () => {
  expect(indexNetLists([])).toEqual({ payees: '0x', indexedNetLists: [] })
  expect(indexNetLists(['0x'])).toEqual({ payees: '0x', indexedNetLists: ['0x'] })
})

test.each([
  ['bytes that end inside an entry', concatHex([ANN, '0x0000000493']), 'NetListMalformed'],
  [
    'payees that do not ascend',
    concatHex([BOB, '0x000000000001', ANN, '0x000000000001']),
    'PayeesNotAscending',
  ],
  ['a payee twice', concatHex([ANN, '0x000000000001', ANN, '0x000000000001']), 'PayeesNotAscending'],
  ['what is no hex', '0xzz', 'NotHex'],
] as const)('refuses %s, whichever list it is', (_name, list, reason) => {
  const good = concatHex([ANN, '0x000000000001'])
  expect(() => indexNetLists([good, list])).toThrow(
    expect.objectContaining({ code: 'records_malformed', facts: { reason } }),
  )
})

test('names batches as one call does, everything but the list as it is', () => {
  const batches = [
    { pool: 1, seq: 7, netList: concatHex([BOB, '0x000000000005']) },
    { pool: 2, seq: 9, netList: concatHex([ANN, '0x000000000006']) },
  ]
  expect(indexBatches(batches)).toEqual({
    payees: `0x${'0a'.repeat(20)}${'0b'.repeat(20)}`,
    batches: [
      { pool: 1, seq: 7, indexedNetList: '0x0001000000000005' },
      { pool: 2, seq: 9, indexedNetList: '0x0000000000000006' },
    ],
  })
})
