// An evidence file is believed only where the chain says the same: the whole file, and nothing but the file.

import { rewardLedgerAbi } from '#abi/reward-ledger.ts'
import { verifyEvidenceFile } from '#audit/verify-evidence.ts'
import { EVIDENCE_FORMAT, type EvidenceFile, type EvidenceRecord } from '#domain/evidence-file.ts'
import { classesLeaf, evidenceLeafHash, evidenceProof, evidenceRoot } from '#domain/evidence.ts'
import { micros } from '#domain/money.ts'
import { canonicalHash } from '#domain/policy.ts'
import { encodeRecords } from '#domain/records.ts'
import { packCounts } from '#domain/typed-data.ts'
import { encodeAbiParameters, encodeEventTopics, getAbiItem, type Hex } from 'viem'
import { expect, test } from 'vitest'
import { blockHash, fakeTransport, header, LEDGER } from './fake-endpoint.ts'

const CHAIN_ID = 31_337
const BLOCK = 12
const HASH: Hex = `0x${'cd'.repeat(32)}`
const ANN: Hex = '0x00000000000000000000000000000000000000A1'
const BOB: Hex = '0x00000000000000000000000000000000000000B2'
const policy = {
  version: 1,
  currency: 'USD',
  attribution: { model: 'last-click', windowDays: 30 },
  reward: { kind: 'percent', bps: 500 },
  perOrderCap: '20.00',
  holdSeconds: 7_200,
} as const
const trace = [{ step: 'pot', outcome: 'passed', sentence: '5 % of 97.45 USD is 4.8725 USD.' }] as const

const shared = {
  chainId: CHAIN_ID,
  ledger: LEDGER,
  pool: 3,
  seq: 7,
  tier: 1,
  policyHash: canonicalHash(policy),
}
const annLeaf = {
  ...shared,
  payee: ANN,
  tag: '0x0a0000000001',
  earnedMicros: micros(4_872_500n),
  nettedMicros: micros(372_500n),
  sourceOrder: `0x${'11'.repeat(32)}`,
  traceHash: canonicalHash(trace),
  salt: `0x${'22'.repeat(32)}`,
} as const
const bobLeaf = {
  ...shared,
  payee: BOB,
  tag: '0x0b0000000001',
  earnedMicros: micros(1_000_000n),
  nettedMicros: micros(0n),
  sourceOrder: `0x${'33'.repeat(32)}`,
  traceHash: canonicalHash([]),
  salt: `0x${'44'.repeat(32)}`,
} as const
/** Twelve orders seen: eight rewarded (one of them looked at), three rejected, one that nobody had recommended. */
const orders = {
  rewarded: { macro: 1, micro: 7 },
  rejected: { F01: 2, touches: 1 },
  underReview: { F10: 1 },
  notRecommended: { touches: 1 },
}
const counts = packCounts({ seen: 12n, rewarded: 8n, rejected: 3n, underReview: 1n })
const classesSalt: Hex = `0x${'55'.repeat(32)}`
const hashes = [
  ...[annLeaf, bobLeaf].map(evidenceLeafHash),
  evidenceLeafHash(
    classesLeaf({
      chainId: CHAIN_ID,
      ledger: LEDGER,
      pool: 3,
      seq: 7,
      policyHash: shared.policyHash,
      orders,
      salt: classesSalt,
    }),
  ),
]
const classes = { orders, salt: classesSalt, proof: evidenceProof(hashes, 2) }

const ann: EvidenceRecord = {
  pool: 3,
  seq: 7,
  chainTransaction: HASH,
  payee: ANN,
  tag: annLeaf.tag,
  earned: '4.8725',
  netted: '0.3725',
  sourceOrder: annLeaf.sourceOrder,
  tier: 1,
  policyHash: shared.policyHash,
  traceHash: annLeaf.traceHash,
  salt: annLeaf.salt,
  proof: evidenceProof(hashes, 0),
  trace,
}
const file: EvidenceFile = {
  format: EVIDENCE_FORMAT,
  rewardId: 'k7m2p2222222222222222',
  chainId: CHAIN_ID,
  ledger: LEDGER,
  policy,
  records: [ann],
}

const committed = getAbiItem({ abi: rewardLedgerAbi, name: 'Committed' })
const logOf = (root: Hex, orderCounts: bigint) => ({
  address: LEDGER,
  topics: encodeEventTopics({ abi: [committed], args: { pool: 3, seq: 7 } }),
  data: encodeAbiParameters(
    committed.inputs.filter((input) => !input.indexed),
    [
      {
        holdSeconds: 7_200,
        deadline: 1_003_600,
        evidenceRoot: root,
        policyHash: shared.policyHash,
        counts: orderCounts,
      },
      1_007_212,
      encodeRecords([
        { payee: ANN, tag: annLeaf.tag, micros: micros(4_500_000n), supplement: false },
        { payee: BOB, tag: bobLeaf.tag, micros: micros(1_000_000n), supplement: false },
      ]),
      '0x',
    ],
  ),
  blockNumber: '0xc',
  blockHash: blockHash(BLOCK),
  transactionHash: HASH,
  transactionIndex: '0x0',
  logIndex: '0x0',
  removed: false,
})
const log = logOf(evidenceRoot(hashes), counts)

/** A chain with the one commit in it. */
function chain({ chainId = '0x7a69', logs = [log] as readonly object[] } = {}) {
  return fakeTransport(({ method, params }) => {
    if (method === 'eth_chainId') return chainId
    if (method === 'eth_getBlockByNumber') return header(params[0] as Hex)
    return params[0] === HASH ? { logs } : null
  }).transport
}

async function failed(evidence: EvidenceFile, rpc = chain(), ledger?: Hex): Promise<readonly string[]> {
  const report = await verifyEvidenceFile({ rpc, evidence, ledger })
  const checks = [...report.checks, ...report.records.flatMap((record) => record.checks)]
  const names = checks.filter((check) => !check.ok).map((check) => check.name)
  expect(report.ok).toBe(names.length === 0)
  return names
}

function withRecord(change: Partial<EvidenceRecord>): EvidenceFile {
  return { ...file, records: [{ ...ann, ...change }] }
}

test('a file that the chain agrees with holds, and says when its hold ends', async () => {
  const report = await verifyEvidenceFile({ rpc: chain(), evidence: file, ledger: LEDGER })
  expect(report.ok).toBe(true)
  expect(report.records).toMatchObject([{ pool: 3, seq: 7, block: 12, maturesAt: 1_007_212 }])
  expect(report.records[0]?.checks.map(({ name }) => name)).toEqual([
    'committed',
    'proof',
    'record',
    'policy',
    'trace',
  ])
})

test.each<[string, Partial<EvidenceRecord>, readonly string[]]>([
  ['a higher amount', { earned: '4.8735' }, ['proof', 'record']],
  ['less netted, for the same sum', { earned: '4.50', netted: '0.00' }, ['proof']],
  ['another person', { payee: BOB }, ['proof', 'record']],
  ['another order under the same tag', { sourceOrder: bobLeaf.sourceOrder }, ['proof']],
  ['another tag', { tag: bobLeaf.tag }, ['proof', 'record']],
  ['another tier', { tier: 0 }, ['proof']],
  ['a guessed salt', { salt: `0x${'00'.repeat(32)}` }, ['proof']],
  ['somebody else’s proof', { proof: evidenceProof(hashes, 1) }, ['proof']],
  ['another policy', { policyHash: canonicalHash({}) }, ['proof', 'policy']],
  ['another reason', { trace: [{ ...trace[0], sentence: 'Because.' }] }, ['trace']],
  ['another batch', { seq: 8 }, ['committed']],
  ['a chain transaction that nobody knows', { chainTransaction: `0x${'ef'.repeat(32)}` }, ['committed']],
])('a file with %s does not hold', async (_, change, expected) => {
  expect(await failed(withRecord(change))).toEqual(expected)
})

test('rules that were changed afterwards are found out', async () => {
  expect(await failed({ ...file, policy: { ...policy, perOrderCap: '21.00' } })).toEqual(['policy'])
})

test('a record without its reasons is still proved', async () => {
  const { trace: _, ...rest } = ann
  expect(await failed({ ...file, records: [rest] })).toEqual([])
})

test('the reasons behind the counts are proved, and add up to them', async () => {
  const report = await verifyEvidenceFile({ rpc: chain(), evidence: withRecord({ classes }) })
  expect(report.ok).toBe(true)
  expect(report.records[0]?.checks.map(({ name, ok }) => `${name} ${ok}`)).toContain('classes true')
  expect(report.records[0]?.checks.map(({ name, ok }) => `${name} ${ok}`)).toContain('counts true')
})

test.each<[string, EvidenceRecord['classes'], readonly string[]]>([
  [
    'one reason told as another',
    { ...classes, orders: { ...orders, rejected: { F01: 1, touches: 2 } } },
    ['classes'],
  ],
  [
    'a rejection left out',
    { ...classes, orders: { ...orders, rejected: { F01: 2 } } },
    ['classes', 'counts'],
  ],
  [
    'one more under review',
    { ...classes, orders: { ...orders, underReview: { F10: 2 } } },
    ['classes', 'counts'],
  ],
  ['another salt', { ...classes, salt: annLeaf.salt }, ['classes']],
  ['the proof of a record', { ...classes, proof: ann.proof }, ['classes']],
])('reasons behind the counts with %s do not hold', async (_, changed, expected) => {
  expect(await failed(withRecord(changed ? { classes: changed } : {}))).toEqual(expected)
})

test('reasons that are bound do not hold when the header counts otherwise', async () => {
  const other = packCounts({ seen: 12n, rewarded: 9n, rejected: 2n, underReview: 1n })
  const rpc = chain({ logs: [logOf(evidenceRoot(hashes), other)] })
  expect(await failed(withRecord({ classes }), rpc)).toEqual(['counts'])
})

test('a record of a batch from before reasons were bound is still proved', async () => {
  const records = hashes.slice(0, 2)
  const rpc = chain({ logs: [logOf(evidenceRoot(records), 0n)] })
  expect(await failed(withRecord({ proof: evidenceProof(records, 0) }), rpc)).toEqual([])
})

test('one wrong record among right ones is enough', async () => {
  expect(await failed({ ...file, records: [ann, { ...ann, tier: 2 }] })).toEqual(['proof'])
})

test('a log of another contract counts for nothing, nor does another chain or ledger', async () => {
  expect(await failed(file, chain({ logs: [{ ...log, address: BOB }] }))).toEqual(['committed'])
  expect(await failed(file, chain({ chainId: '0x1' }))).toEqual(['chain'])
  expect(await failed(file, chain(), BOB)).toEqual(['ledger'])
})

test('a log in a block that the chain has replaced counts for nothing', async () => {
  const rpc = chain({ logs: [{ ...log, blockHash: blockHash(99) }] })
  expect(await failed(file, rpc)).toEqual(['committed'])
})

test('an endpoint that does not answer is said so, not taken for a no', async () => {
  const { transport } = fakeTransport(() => {
    throw Object.assign(new Error('no'), { code: -32_000 })
  })
  await expect(verifyEvidenceFile({ rpc: transport, evidence: file })).rejects.toMatchObject({
    code: 'chain_unavailable',
  })
})
