// The model against the vectors that the contract, the relayer and the audit are held to.

import { readFileSync } from 'node:fs'
import { encodeErrorResult, keccak256, type Address, type Hex } from 'viem'
import { describe, expect, test } from 'vitest'
import {
  batchHash,
  packIndexedNetList,
  packNetList,
  readIndexedNetList,
  readPayees,
  readRecords,
  reduce,
  totalOf,
  unpackNetList,
} from '../support/ledger-model/batch-bytes.ts'
import { refusalAbi } from '../support/ledger-model/interface.ts'
import { lower, Refusal, refuse } from '../support/ledger-model/outcome.ts'
import { digestOf, ledgerDomain, LEDGER_TYPES, recover } from '../support/ledger-model/typed-data.ts'

type Listed = { readonly name: string; readonly encoded: Hex }
type Refused = Listed & { readonly netList: Hex; readonly revertData: Hex }
type Credit = { readonly payee: Address; readonly micros: string }
type Vectors = {
  readonly records: readonly (Listed &
    Record<'netList' | 'recordsHash' | 'batchHash', Hex> & { totalMicros: string })[]
  readonly refusedRecords: readonly Refused[]
  readonly reductions: readonly (Listed & Record<'netList' | 'reduced', Hex> & { totalMicros: string })[]
  readonly refusedReductions: readonly Refused[]
  readonly settlements: readonly {
    readonly name: string
    readonly payees: Hex
    readonly batches: readonly { readonly netList: Hex; readonly indexedNetList: Hex }[]
    readonly credits: readonly Credit[]
  }[]
  readonly refusedSettlements: readonly (Refused & Record<'payees' | 'indexedNetList', Hex>)[]
  readonly typedData: {
    readonly chainId: number
    readonly ledger: Address
    readonly orderSigner: Address
    readonly commit: SignedVector & { readonly counts: { readonly word: string } }
    readonly amend: SignedVector
  }
}
type SignedVector = Record<'digest' | 'signature', Hex> & Readonly<Record<string, unknown>>

const RECORDS_FILE = 'vectors/records.json'

const read = (path: string) => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8')
const vectors = JSON.parse(read(RECORDS_FILE)) as Vectors

const RULES = { forbiddenPayees: [], maxPayees: 500, rewardCapMicros: 2n ** 39n - 1n }

/** What the contract would revert with where the model refuses. */
function revertOf(act: () => unknown): Hex | undefined {
  try {
    act()
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return encodeErrorResult({ abi: refusalAbi, errorName: error.error, args: error.facts } as never)
  }
  return undefined
}

describe('the model reads', () => {
  test.each(vectors.records)('$name', ({ encoded, netList, totalMicros, recordsHash, batchHash: hash }) => {
    const net = readRecords(encoded, RULES)
    expect(packNetList(net)).toBe(netList)
    expect(unpackNetList(netList)).toEqual(net)
    expect(totalOf(net)).toBe(BigInt(totalMicros))
    expect(keccak256(encoded)).toBe(recordsHash)
    expect(batchHash(recordsHash, netList)).toBe(hash)
  })

  test.each(vectors.reductions)('$name', ({ encoded, netList, reduced, totalMicros }) => {
    const before = unpackNetList(netList)
    const after = reduce(before, encoded)
    expect(packNetList(after)).toBe(reduced)
    expect(totalOf(before) - totalOf(after)).toBe(BigInt(totalMicros))
  })

  test.each(vectors.settlements)('$name', ({ payees, batches, credits }) => {
    const list = readPayees(payees)
    const nets = batches.map(({ indexedNetList }) => readIndexedNetList(indexedNetList, list))
    expect(nets.map((net) => packNetList(net))).toEqual(batches.map(({ netList }) => netList))
    expect(nets.map((net) => packIndexedNetList(net, list))).toEqual(
      batches.map(({ indexedNetList }) => indexedNetList),
    )
    for (const { payee, micros } of credits) {
      const own = nets.flat().filter((entry) => entry.payee === lower(payee))
      expect(totalOf(own)).toBe(BigInt(micros))
    }
  })
})

describe('the model refuses with the error of the contract:', () => {
  test.each(vectors.refusedRecords)('$name', ({ encoded, revertData }) => {
    expect(revertOf(() => readRecords(encoded, RULES))).toBe(revertData)
  })

  test.each(vectors.refusedReductions)('$name', ({ encoded, netList, revertData }) => {
    expect(revertOf(() => reduce(unpackNetList(netList), encoded))).toBe(revertData)
  })

  test.each(vectors.refusedSettlements)('$name', ({ payees, indexedNetList, revertData }) => {
    const { recordsHash, batchHash: stored } = vectors.records[2]!
    const settle = () => {
      const netList = packNetList(readIndexedNetList(indexedNetList, readPayees(payees)))
      const given = batchHash(recordsHash, netList)
      if (given !== stored) refuse('BatchHashMismatch', 1, 1, given, stored)
    }
    expect(revertOf(settle)).toBe(revertData)
  })
})

describe('the model hashes and recovers', () => {
  const { chainId, ledger, orderSigner, commit, amend } = vectors.typedData

  test.each([
    ['Commit', { ...commit, counts: BigInt(commit.counts.word) }],
    ['Amend', amend],
  ] as const)('%s', async (type, vector) => {
    const names = [...LEDGER_TYPES[type].matchAll(/ (\w+)[,)]/g)].map(([, name = '']) => name)
    const values = names.map((name) => (vector as Record<string, unknown>)[name])
    const digest = digestOf(ledgerDomain(chainId, ledger), LEDGER_TYPES[type], values)
    expect(digest).toBe(vector.digest)
    expect(await recover(digest, vector.signature)).toBe(lower(orderSigner))
  })
})

/** Everyone who reads batches, and of what kinds. */
const READERS = {
  'contracts/Vectors.t.sol': ['records', 'refusedRecords', 'reductions', 'refusedReductions', 'typedData'],
  'contracts/SettlementVectors.t.sol': ['settlements', 'refusedSettlements'],
  'unit/domain/records.test.ts': [
    'records',
    'refusedRecords',
    'reductions',
    'refusedReductions',
    'typedData',
  ],
  'unit/domain/settlement-vectors.test.ts': ['settlements'],
  'unit/audit/decode-records.test.ts': ['records', 'refusedRecords', 'reductions', 'refusedReductions'],
}

test.each(Object.entries(READERS))('%s reads the same vectors', (file, kinds) => {
  const text = read(file)
  expect(text).toContain(RECORDS_FILE)
  for (const kind of kinds) expect(text).toMatch(new RegExp(`\\.${kind}\\b`))
})

test('every kind of vector has a reader in Solidity and one in TypeScript', () => {
  const { about: _, ...kinds } = JSON.parse(read(RECORDS_FILE)) as Record<string, unknown>
  const readBy = (ending: string) =>
    Object.entries(READERS).flatMap(([file, read_]) => (file.endsWith(ending) ? read_ : []))
  expect(Object.keys(kinds).filter((kind) => !readBy('.sol').includes(kind))).toEqual([])
  expect(new Set(readBy('.ts'))).toEqual(
    new Set(Object.keys(kinds).filter((kind) => kind !== 'refusedSettlements')),
  )
})
