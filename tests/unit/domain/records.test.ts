// The bytes of batches, against the vectors that the contract's tests read too.

import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import type { Hex } from 'viem'
import { describe, expect, test } from 'vitest'
import { concatHex, encodeErrorResult, getAddress, hashTypedData, isAddress } from 'viem/utils'
import { rewardLedgerAbi } from '#abi/reward-ledger.ts'
import { micros } from '#domain/money.ts'
import { Problem } from '#domain/problem.ts'
import {
  applyReductions,
  batchHash,
  decodeNetList,
  decodeRecords,
  decodeReductions,
  encodeNetList,
  encodeRecords,
  encodeReductions,
  MAX_PAYEES,
  MAX_RECORDS_PER_PAYEE,
  MAX_REWARD_MICROS,
  netListOf,
  recordsHash,
  sortRecords,
  type Reduction,
  type RewardRecord,
} from '#domain/records.ts'
import { amendTypedData, commitTypedData, packCounts, unpackCounts } from '#domain/typed-data.ts'

type RecordJson = { payee: Hex; tag: Hex; micros: string; supplement: boolean }
type RefusalJson = {
  name: string
  encoded: Hex
  error: string
  args: string[]
  revertData: Hex
  netList?: Hex
}
type Vectors = {
  records: {
    name: string
    layout: string[]
    encoded: Hex
    records: RecordJson[]
    netListLayout: string[]
    netList: Hex
    totalMicros: string
    recordsHash: Hex
    batchHash: Hex
  }[]
  refusedRecords: RefusalJson[]
  reductions: {
    name: string
    netList: Hex
    layout: string[]
    encoded: Hex
    reductions: { index: number; tag: Hex; micros: string }[]
    reduced: Hex
    totalMicros: string
  }[]
  refusedReductions: RefusalJson[]
  typedData: {
    chainId: number
    ledger: Hex
    commit: {
      pool: number
      seq: number
      recordsHash: Hex
      holdSeconds: number
      deadline: number
      evidenceRoot: Hex
      policyHash: Hex
      counts: { word: string; seen: string; rewarded: string; rejected: string; underReview: string }
      digest: Hex
    }
    amend: { pool: number; seq: number; batchHash: Hex; reductionsHash: Hex; deadline: number; digest: Hex }
  }
}

const vectors = JSON.parse(
  readFileSync(new URL('../../vectors/records.json', import.meta.url), 'utf8'),
) as Vectors

const ALICE = '0x00000000000000000000000000000000000000A1'
const BOB = '0x00000000000000000000000000000000000000b2'

function record(payee: Hex, tag: number, amount: bigint, supplement = false): RewardRecord {
  return { payee, tag: `0x${tag.toString(16).padStart(12, '0')}`, micros: micros(amount), supplement }
}

function reasonOf(act: () => unknown): unknown {
  try {
    act()
  } catch (error) {
    if (error instanceof Problem && error.code === 'records_malformed') return error.facts['reason']
    throw error
  }
  return undefined
}

function pieces(layout: readonly string[]): Hex {
  return `0x${layout.join('').replaceAll(' ', '')}`
}

describe('records', () => {
  test.each(vectors.records)('writes and reads $name', (vector) => {
    const records = vector.records.map((row) => ({ ...row, micros: micros(BigInt(row.micros)) }))
    expect(pieces(vector.layout)).toBe(vector.encoded)
    expect(encodeRecords(records)).toBe(vector.encoded)
    expect(decodeRecords(vector.encoded)).toEqual(
      records.map((row) => ({ ...row, payee: getAddress(row.payee) })),
    )
  })

  test.each(vectors.records)('makes the net list and the stored hash of $name', (vector) => {
    const netList = netListOf(decodeRecords(vector.encoded))
    expect(pieces(vector.netListLayout)).toBe(vector.netList)
    expect(encodeNetList(netList)).toBe(vector.netList)
    expect(decodeNetList(vector.netList)).toEqual(netList)
    expect(netList.reduce((sum, entry) => sum + entry.micros, 0n)).toBe(BigInt(vector.totalMicros))
    expect(recordsHash(vector.encoded)).toBe(vector.recordsHash)
    expect(batchHash(vector.recordsHash, vector.netList)).toBe(vector.batchHash)
  })

  test.each(vectors.refusedRecords)('refuses $name with the reason of the contract', ({ encoded, error }) => {
    expect(`RewardLedger_${String(reasonOf(() => decodeRecords(encoded)))}`).toBe(error)
  })

  test('takes 500 payees and refuses 501', () => {
    const payees = Array.from(
      { length: MAX_PAYEES + 1 },
      (_, at) => `0x${(at + 1).toString(16).padStart(40, '0')}`,
    )
    const encoded = payees.map((payee): Hex => `${payee as Hex}010000000000010000000001`)
    expect(decodeRecords(concatHex(encoded.slice(0, MAX_PAYEES)))).toHaveLength(500)
    expect(reasonOf(() => decodeRecords(concatHex(encoded)))).toBe('TooManyPayees')
  })

  test('takes 255 records of a payee and refuses to write 256', () => {
    const records = Array.from({ length: MAX_RECORDS_PER_PAYEE + 1 }, (_, tag) => record(ALICE, tag, 1n))
    const encoded = encodeRecords(records.slice(0, MAX_RECORDS_PER_PAYEE))
    expect(encoded.slice(42, 44)).toBe('ff')
    expect(decodeRecords(encoded)).toHaveLength(255)
    expect(() => encodeRecords(records)).toThrow('255 records')
  })

  test.each([
    ['a reward above 39 bits', [record(ALICE, 1, MAX_REWARD_MICROS + 1n)]],
    ['a reward of zero', [record(ALICE, 1, 0n)]],
    ['a tag of five bytes', [{ ...record(ALICE, 1, 1n), tag: '0x0000000001' as Hex }]],
    ['payees out of order', [record(BOB, 1, 1n), record(ALICE, 1, 1n)]],
    ['tags out of order', [record(ALICE, 2, 1n), record(ALICE, 1, 1n)]],
    ['a payee in two places', [record(ALICE, 1, 1n), record(BOB, 1, 1n), record(ALICE, 2, 1n)]],
    ['no records', []],
  ])('refuses to write %s', (_, records) => {
    expect(() => encodeRecords(records)).toThrow()
  })

  test.each([['0x0'], ['0xzz'], ['00'], ['0x00 ']])('refuses %s, which is not whole bytes of hex', (text) => {
    expect(reasonOf(() => decodeRecords(text as Hex))).toBe('NotHex')
  })

  test('sorts by payee and tag, whatever the case of the address', () => {
    const lower = record(BOB.toLowerCase() as Hex, 1, 1n)
    const sorted = sortRecords([record(BOB, 2, 1n), lower, record(ALICE, 9, 1n)])
    expect(sorted.map(({ tag }) => tag)).toEqual(['0x000000000009', '0x000000000001', '0x000000000002'])
  })

  test('reads back whatever was written', () => {
    const records = fc.uniqueArray(
      fc.record({
        payee: fc.bigInt({ min: 1n, max: (1n << 160n) - 1n }),
        tag: fc.nat({ max: 2 ** 31 - 1 }),
        amount: fc.bigInt({ min: 1n, max: MAX_REWARD_MICROS }),
        supplement: fc.boolean(),
      }),
      { minLength: 1, maxLength: 40, selector: ({ payee, tag }) => `${payee}:${tag}` },
    )
    fc.assert(
      fc.property(records, (rows) => {
        const written = sortRecords(
          rows.map(({ payee, tag, amount, supplement }) =>
            record(getAddress(`0x${payee.toString(16).padStart(40, '0')}`), tag, amount, supplement),
          ),
        )
        expect(decodeRecords(encodeRecords(written))).toEqual(written)
      }),
    )
  })
})

describe('net lists', () => {
  test('refuses a list that is not whole entries, or not ascending', () => {
    const entries = encodeNetList([
      { payee: BOB, micros: micros(1n) },
      { payee: ALICE, micros: micros(1n) },
    ])
    expect(reasonOf(() => decodeNetList(entries))).toBe('PayeesNotAscending')
    expect(reasonOf(() => decodeNetList(`${entries}00`))).toBe('NetListMalformed')
  })

  test('reads checksummed addresses', () => {
    const [entry] = decodeNetList(vectors.records[2]!.netList).slice(1)
    expect(entry?.payee).toBe('0x70997970C51812dc3A010C7d01b50e0d17dc79C8')
    expect(isAddress(entry!.payee, { strict: true })).toBe(true)
  })
})

describe('reductions', () => {
  test.each(vectors.reductions)('writes, reads and applies $name', (vector) => {
    const reductions: Reduction[] = vector.reductions.map((row) => ({
      ...row,
      micros: micros(BigInt(row.micros)),
    }))
    expect(pieces(vector.layout)).toBe(vector.encoded)
    expect(encodeReductions(reductions)).toBe(vector.encoded)
    expect(decodeReductions(vector.encoded)).toEqual(reductions)
    expect(encodeNetList(applyReductions(decodeNetList(vector.netList), reductions))).toBe(vector.reduced)
  })

  test.each(vectors.refusedReductions)('refuses $name with the reason of the contract', (vector) => {
    const apply = () => applyReductions(decodeNetList(vector.netList!), decodeReductions(vector.encoded))
    expect(`RewardLedger_${String(reasonOf(apply))}`).toBe(vector.error)
  })

  test('refuses to write what the ledger refuses', () => {
    const reduction: Reduction = { index: 0, tag: '0x000000000001', micros: micros(1n) }
    expect(() => encodeReductions([])).toThrow()
    expect(() => encodeReductions([reduction, reduction])).toThrow()
    expect(() => encodeReductions([{ ...reduction, index: 65_536 }])).toThrow('2 bytes')
    expect(() => encodeReductions([{ ...reduction, tag: '0x01' }])).toThrow('6 bytes')
  })
})

test.each([...vectors.refusedRecords, ...vectors.refusedReductions])('names $name in the ABI', (vector) => {
  const args = vector.args.map((arg) => (/^\d+$/.test(arg) ? BigInt(arg) : arg))
  const encoded = encodeErrorResult({ abi: rewardLedgerAbi, errorName: vector.error, args } as never)
  expect(encoded).toBe(vector.revertData)
})

describe('typed data', () => {
  const { chainId, ledger, commit, amend } = vectors.typedData

  test('hashes a commit to the digest the contract recovers from', () => {
    const { deadline: deadlineSeconds, digest, counts, ...rest } = commit
    const typedData = commitTypedData({
      ...rest,
      chainId,
      ledger,
      header: { ...rest, deadlineSeconds, counts: BigInt(counts.word) },
    })
    expect(hashTypedData(typedData)).toBe(digest)
  })

  test('hashes an amendment to the digest the contract recovers from', () => {
    const { deadline: deadlineSeconds, digest, ...rest } = amend
    expect(hashTypedData(amendTypedData({ ...rest, chainId, ledger, deadlineSeconds }))).toBe(digest)
  })

  test('packs the four counts of a header from the top', () => {
    const { word, seen, rewarded, rejected, underReview } = commit.counts
    const counts = {
      seen: BigInt(seen),
      rewarded: BigInt(rewarded),
      rejected: BigInt(rejected),
      underReview: BigInt(underReview),
    }
    expect(packCounts(counts)).toBe(BigInt(word))
    expect(unpackCounts(BigInt(word))).toEqual(counts)
    expect(packCounts({ seen: 0n, rewarded: 0n, rejected: 0n, underReview: (1n << 64n) - 1n })).toBe(
      (1n << 64n) - 1n,
    )
    expect(() => packCounts({ ...counts, rejected: 1n << 64n })).toThrow('64 bits')
    expect(() => packCounts({ ...counts, seen: -1n })).toThrow('64 bits')
  })
})
