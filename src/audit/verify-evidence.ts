// Checks an evidence file against the chain: that the batch it speaks of was committed, that the batch's header binds
// exactly this record, and that the rules and reasons in the file are those that were bound. Needs an RPC endpoint and
// nothing else.

import type { EvidenceFile, EvidenceRecord } from '#domain/evidence-file.ts'
import { classesLeaf, verifyEvidence, type EvidenceLeaf } from '#domain/evidence.ts'
import { micros, parseMicros, type Micros } from '#domain/money.ts'
import { countsOfClasses } from '#domain/order-classes.ts'
import { canonicalHash } from '#domain/policy.ts'
import { Problem } from '#domain/problem.ts'
import { packCounts } from '#domain/typed-data.ts'
import { isAddressEqual, type Address, type Transport } from 'viem'
import { chainUnavailable, pauseForReal, type Pause } from './chain/ask.ts'
import { readCommitted, type CommittedBatch } from './chain/read-batch.ts'
import { createReader, readChainId, type ChainReader } from './chain/reader.ts'
import { decodeRecords } from './decode-records.ts'
import { lower } from './ledger-log.ts'

/** What was checked, whether it held, and how to say it. */
export type EvidenceCheck = {
  readonly name:
    'chain' | 'ledger' | 'committed' | 'proof' | 'record' | 'policy' | 'trace' | 'classes' | 'counts'
  readonly ok: boolean
  readonly sentence: string
}

export type VerifiedRecord = {
  readonly pool: number
  readonly seq: number
  readonly checks: readonly EvidenceCheck[]
  /** Of the commit; undefined when it was not found. */
  readonly block: number | undefined
  /** When the hold ends, in seconds since 1970. */
  readonly maturesAt: number | undefined
}

export type EvidenceReport = {
  readonly ok: boolean
  readonly chainId: number
  readonly ledger: Address
  /** Of the whole file. */
  readonly checks: readonly EvidenceCheck[]
  readonly records: readonly VerifiedRecord[]
}

export type VerifyInput = {
  /** A URL or a viem transport; only ever read from. */
  readonly rpc: string | Transport
  readonly evidence: EvidenceFile
  /** The ledger that counts; whichever the file names when absent. */
  readonly ledger?: Address | undefined
  readonly pause?: Pause | undefined
}

/** Checks a file. What does not hold is in the report, never thrown; refuses with `chain_unavailable`. */
export async function verifyEvidenceFile({
  rpc,
  evidence,
  ledger,
  pause = pauseForReal,
}: VerifyInput): Promise<EvidenceReport> {
  const reader = createReader(rpc, pause)
  const found = await asking('chain id', () => readChainId(reader))
  const checks: EvidenceCheck[] = [
    {
      name: 'chain',
      ok: found === evidence.chainId,
      sentence: `The file is of chain ${evidence.chainId}, and the endpoint is of chain ${found}.`,
    },
  ]
  if (ledger !== undefined) {
    checks.push({
      name: 'ledger',
      ok: isAddressEqual(ledger, evidence.ledger),
      sentence: `The file names the ledger ${evidence.ledger}.`,
    })
  }
  const records: VerifiedRecord[] = []
  for (const record of evidence.records) records.push(await verifyRecord(reader, evidence, record))
  const all = [...checks, ...records.flatMap((record) => record.checks)]
  return { ok: all.every((check) => check.ok), chainId: found, ledger: evidence.ledger, checks, records }
}

async function verifyRecord(
  reader: ChainReader,
  evidence: EvidenceFile,
  record: EvidenceRecord,
): Promise<VerifiedRecord> {
  const { pool, seq, chainTransaction: hash } = record
  const batch = await asking(`the commit of batch ${seq} of pool ${pool}`, () =>
    readCommitted(reader, { ledger: evidence.ledger, pool, seq, hash }),
  )
  const committed: EvidenceCheck = {
    name: 'committed',
    ok: batch !== undefined,
    sentence: batch
      ? `Batch ${seq} of pool ${pool} was committed in block ${batch.block}.`
      : `The ledger committed no batch ${seq} of pool ${pool} in the chain transaction that the file names.`,
  }
  const checks = batch
    ? [
        committed,
        checkProof(evidence, record, batch),
        checkRecord(record, batch),
        ...checkClasses(evidence, record, batch),
      ]
    : [committed]
  return {
    pool,
    seq,
    checks: [...checks, ...checkDocuments(evidence, record, batch)],
    block: batch?.block,
    maturesAt: batch?.args.maturesAt,
  }
}

/** The header's evidence root binds every field of the record, and its salt. */
function checkProof(
  { chainId, ledger }: EvidenceFile,
  record: EvidenceRecord,
  { args }: CommittedBatch,
): EvidenceCheck {
  const { pool, seq, payee, tag, sourceOrder, tier, policyHash, traceHash, salt } = record
  const leaf: EvidenceLeaf = {
    ...{ chainId, ledger, pool, seq, payee, tag, sourceOrder, tier, policyHash, traceHash, salt },
    earnedMicros: amountOf(record.earned),
    nettedMicros: amountOf(record.netted),
  }
  const ok = verifyEvidence(args.header.evidenceRoot, leaf, record.proof)
  return {
    name: 'proof',
    ok,
    sentence: ok
      ? 'The signed header of the batch binds this record, field by field.'
      : 'The signed header of the batch does not bind this record: a field, the salt or the proof is another.',
  }
}

/** The bytes that the ledger took hold this payee, this tag and what was earned less what was netted. */
function checkRecord(record: EvidenceRecord, { args }: CommittedBatch): EvidenceCheck {
  const decoded = decodeRecords(args.records)
  const payees = decoded.ok ? decoded.value : []
  const logged = payees
    .find(({ payee }) => payee === lower(record.payee))
    ?.records.find(({ tag }) => tag === record.tag.toLowerCase())
  const expected = amountOf(record.earned) - amountOf(record.netted)
  const ok = logged !== undefined && logged.micros === expected
  return {
    name: 'record',
    ok,
    sentence: ok
      ? `The ledger reserved ${record.earned} less ${record.netted} for ${record.payee}.`
      : `The ledger reserved ${logged ? 'another amount' : 'nothing'} for ${record.payee} under this tag.`,
  }
}

/** The header binds the classes of the orders that it counts, and its counts are their sums. */
function checkClasses(
  { chainId, ledger }: EvidenceFile,
  { pool, seq, classes }: EvidenceRecord,
  { args: { header } }: CommittedBatch,
): readonly EvidenceCheck[] {
  if (classes === undefined) return []
  const { orders, salt, proof } = classes
  const leaf = classesLeaf({ chainId, ledger, pool, seq, policyHash: header.policyHash, orders, salt })
  const isBound = verifyEvidence(header.evidenceRoot, leaf, proof)
  const isSum = packCounts(countsOfClasses(orders)) === header.counts
  return [
    {
      name: 'classes',
      ok: isBound,
      sentence: isBound
        ? 'The signed header of the batch binds the reasons by which its orders are counted.'
        : 'The signed header of the batch does not bind these reasons by which its orders are counted.',
    },
    {
      name: 'counts',
      ok: isSum,
      sentence: isSum
        ? 'The counts of orders in the header are the sums over these reasons.'
        : 'The counts of orders in the header are not the sums over these reasons.',
    },
  ]
}

/** The documents in the file are those whose hashes are bound. */
function checkDocuments(
  { policy }: EvidenceFile,
  record: EvidenceRecord,
  batch: CommittedBatch | undefined,
): readonly EvidenceCheck[] {
  const policyOk =
    canonicalHash(policy) === record.policyHash.toLowerCase() &&
    (batch === undefined || batch.args.header.policyHash === record.policyHash.toLowerCase())
  const checks: EvidenceCheck[] = [
    {
      name: 'policy',
      ok: policyOk,
      sentence: policyOk
        ? 'The rules in the file are those that the batch was signed under.'
        : 'The rules in the file are not those that the batch was signed under.',
    },
  ]
  if (record.trace !== undefined) {
    const ok = canonicalHash(record.trace) === record.traceHash.toLowerCase()
    checks.push({
      name: 'trace',
      ok,
      sentence: ok
        ? 'The reasons in the file are those that were recorded.'
        : 'The reasons in the file are not those that were recorded.',
    })
  }
  return checks
}

/** An amount of the file; one that no ledger can hold is refused. */
function amountOf(text: string): Micros {
  const amount = parseMicros(text)
  if (amount === undefined)
    throw new Problem('input_invalid', { field: 'records', reason: 'not an amount', text })
  return micros(amount)
}

async function asking<T>(asked: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw chainUnavailable(asked, error)
  }
}
