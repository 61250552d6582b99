// The audit's own decoder against the vectors that the contract and the relayer are held to.

import { readFileSync } from 'node:fs'
import { batchHashOf, decodeRecords, decodeReductions, netListOf } from '#audit/decode-records.ts'
import { concatHex, keccak256, type Address, type Hex } from 'viem'
import { describe, expect, test } from 'vitest'

type RecordVector = {
  name: string
  encoded: Hex
  records: { payee: Address; tag: Hex; micros: string; supplement: boolean }[]
  recordsHash: Hex
  batchHash: Hex
}
type ReductionVector = {
  name: string
  encoded: Hex
  reductions: { index: number; tag: Hex; micros: string }[]
}
type RefusedVector = { name: string; encoded: Hex; error: string }
type Vectors = {
  records: RecordVector[]
  refusedRecords: RefusedVector[]
  reductions: ReductionVector[]
  refusedReductions: RefusedVector[]
}

const vectors = JSON.parse(
  readFileSync(new URL('../../vectors/records.json', import.meta.url), 'utf8'),
) as Vectors

/** What the ledger refuses for who or how much it is, not for its form: judged by the replay, not by the decoder. */
const NOT_ABOUT_FORM = [
  'RewardLedger_PayeeForbidden',
  'RewardLedger_ReductionIndexUnknown',
  'RewardLedger_ReductionExceedsSum',
]

const ANN: Address = '0x00000000000000000000000000000000000000a1'
const BOB: Address = '0x00000000000000000000000000000000000000b2'

describe('records', () => {
  test.each(vectors.records)('reads the vector: $name', ({ encoded, records, recordsHash, batchHash }) => {
    const decoded = decodeRecords(encoded)
    if (!decoded.ok) throw new Error(decoded.reason)
    const flat = decoded.value.flatMap(({ payee, records: group }) =>
      group.map((record) => ({ payee, ...record })),
    )
    expect(flat).toEqual(
      records.map((record) => ({
        ...record,
        payee: record.payee.toLowerCase(),
        micros: BigInt(record.micros),
      })),
    )
    expect(keccak256(encoded)).toBe(recordsHash)
    expect(batchHashOf(recordsHash, netListOf(decoded.value))).toBe(batchHash)
  })

  test.each(vectors.refusedRecords.filter(({ error }) => !NOT_ABOUT_FORM.includes(error)))(
    'refuses: $name',
    ({ encoded }) => {
      expect(decodeRecords(encoded).ok).toBe(false)
    },
  )

  test('says at which byte the records stop making sense', () => {
    expect(decodeRecords(ANN)).toEqual({ ok: false, offset: 0, reason: 'the bytes end inside a payee' })
    const annOnce = concatHex([ANN, '0x01', '0x000000000001', '0x00000f4240'])
    expect(decodeRecords(concatHex([annOnce, BOB, '0x00']))).toEqual({
      ok: false,
      offset: 32,
      reason: 'a payee has no record',
    })
    expect(decodeRecords(concatHex([annOnce, annOnce]))).toEqual({
      ok: false,
      offset: 32,
      reason: 'payees do not ascend',
    })
  })

  test('sums each payee for the net list, in record order', () => {
    const decoded = decodeRecords(
      concatHex([
        ANN,
        '0x02',
        '0x000000000001',
        '0x0000000064',
        '0x000000000002',
        '0x8000000005',
        BOB,
        '0x01',
        '0x000000000001',
        '0x0000000007',
      ]),
    )
    expect(decoded.ok && netListOf(decoded.value)).toEqual([
      { payee: ANN, sumMicros: 105n },
      { payee: BOB, sumMicros: 7n },
    ])
  })
})

describe('reductions', () => {
  test.each(vectors.reductions)('reads the vector: $name', ({ encoded, reductions }) => {
    const decoded = decodeReductions(encoded)
    if (!decoded.ok) throw new Error(decoded.reason)
    expect(decoded.value).toEqual(
      reductions.map((reduction) => ({ ...reduction, micros: BigInt(reduction.micros) })),
    )
  })

  test.each(vectors.refusedReductions.filter(({ error }) => !NOT_ABOUT_FORM.includes(error)))(
    'refuses: $name',
    ({ encoded }) => {
      expect(decodeReductions(encoded).ok).toBe(false)
    },
  )
})
