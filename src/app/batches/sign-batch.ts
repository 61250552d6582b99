// Turns waiting rewards into one batch, and saves it with everything that explains it: signed by the managed order key,
// or proposed to the retailer that holds the key itself.

import { classesLeaf, evidenceLeafHash, evidenceRoot } from '#domain/evidence.ts'
import { invariant } from '#domain/invariant.ts'
import { micros, minMicros } from '#domain/money.ts'
import { classifyOrders, countsOfClasses } from '#domain/order-classes.ts'
import { encodeNetList, encodeRecords, netListOf, recordsHash } from '#domain/records.ts'
import { commitTypedData, packCounts } from '#domain/typed-data.ts'
import { toHex } from 'viem/utils'

import { rewardSource } from '../deals/reward-source.ts'
import { leafOfRecord } from '../evidence/leaf-of-record.ts'
import { readBudget } from '../policies/read-spending.ts'
import { isCountersigned, openPoolKey } from '../pools/managed-keys.ts'
import { pickRecords, type PickedRecord } from './pick-records.ts'

import type { BatchRow, RecordRow } from '#ports/batch-rows.ts'
import type { BatchHeader, PoolState } from '#ports/chain.ts'
import type { PoolRow } from '#ports/pool-rows.ts'
import type { RetailerUnit } from '#ports/retailer-store.ts'
import type { Hex } from 'viem'

import type { AppDeps } from '../deps.ts'

/** Bytes of the salt of a record, and of that of the classes. */
const SALT_BYTES = 32

export type SignBatchDeps = Pick<
  AppDeps,
  'clock' | 'chainIdentity' | 'random' | 'sealer' | 'keys' | 'settings'
>

export type SignBatchInput = {
  readonly row: PoolRow
  readonly pool: number
  readonly poolState: PoolState
  /** Last chain instant at which the batch may be committed, in seconds. */
  readonly deadlineSeconds: number
}

type SaltedRecord = PickedRecord & { readonly salt: Hex; readonly leafHash: Hex }

/** Signs or proposes the pool's next batch, and saves it; `nothing-to-do` when the pool can cover no reward now. */
export async function signBatch(
  deps: SignBatchDeps,
  unit: RetailerUnit,
  { row, pool, poolState, deadlineSeconds }: SignBatchInput,
): Promise<'closed' | 'nothing-to-do'> {
  const { programId } = row
  const { nextSeq: seq } = poolState
  const attempt = (await unit.batches.attempts(programId, seq)).length + 1
  const budget = await readBudget(unit, { programId, now: deps.clock.now() })
  const coverMicros = minMicros(poolState.availableMicros, poolState.rateMicros)
  const picked = await pickRecords(deps, unit, {
    batch: { programId, seq, attempt },
    budgetMicros: budget === undefined ? coverMicros : minMicros(coverMicros, budget.leftMicros),
    largestMicros: budget?.wholeMicros,
  })
  const [first] = picked
  if (!first) return 'nothing-to-do'

  const { policyHash, holdSeconds } = first.reward
  const salted = await saltRecords(deps, unit, { pool, seq, records: picked })
  const orders = classifyOrders(await unit.orders.countForHeader(programId, seq))
  const classes = { orders, salt: freshSalt(deps) }
  const { chainId, ledger } = deps.chainIdentity
  const lastLeaf = classesLeaf({ chainId, ledger, pool, seq, policyHash, ...classes })
  const header: BatchHeader = {
    holdSeconds: Math.max(holdSeconds, row.terms.minHoldSeconds),
    deadlineSeconds,
    evidenceRoot: evidenceRoot([...salted.map((record) => record.leafHash), evidenceLeafHash(lastLeaf)]),
    policyHash,
    counts: packCounts(countsOfClasses(orders)),
  }
  const records = encodeRecords(salted)
  const signature = isCountersigned(row) ? null : await signHeader(deps, row, { pool, seq, header, records })

  const key = { programId, seq, attempt }
  const batch: BatchRow = {
    ...key,
    ...header,
    classes,
    pool,
    state: 'signed',
    records,
    netList: encodeNetList(netListOf(salted)),
    signature,
    sendAttempt: 1,
    sendAfter: null,
    maturesAtSeconds: null,
    settleKey: null,
    settleAttempt: 1,
  }
  await unit.batches.insert(
    { ...batch, now: deps.clock.now() },
    salted.map((record, i) => recordRow(key, record, i)),
  )
  return 'closed'
}

async function signHeader(
  deps: SignBatchDeps,
  row: PoolRow,
  { pool, seq, header, records }: { pool: number; seq: number; header: BatchHeader; records: Hex },
): Promise<Hex> {
  const { chainId, ledger } = deps.chainIdentity
  const typedData = commitTypedData({
    chainId,
    ledger,
    pool,
    seq,
    recordsHash: recordsHash(records),
    header,
  })
  return deps.keys.signTypedData(openPoolKey(deps, row, 'order'), typedData)
}

/** Gives each record its salt, and the hash of the evidence that the salt makes unguessable. */
async function saltRecords(
  deps: Pick<SignBatchDeps, 'chainIdentity' | 'random'>,
  unit: RetailerUnit,
  { pool, seq, records }: { pool: number; seq: number; records: readonly PickedRecord[] },
): Promise<readonly SaltedRecord[]> {
  const salted: SaltedRecord[] = []
  for (const record of records) {
    const order = await rewardSource(unit, record.reward)
    invariant(order, 'a reward belongs to an order or a deal')
    const salt = freshSalt(deps)
    const leaf = leafOfRecord(deps.chainIdentity, {
      pool,
      seq,
      record: {
        ...record,
        nettedMicros: micros(record.earnedMicros - record.micros),
        traceHash: record.reward.traceHash,
        salt,
      },
      reward: record.reward,
      order,
    })
    salted.push({ ...record, salt, leafHash: evidenceLeafHash(leaf) })
  }
  return salted
}

function freshSalt({ random }: Pick<SignBatchDeps, 'random'>): Hex {
  return toHex(random.bytes(SALT_BYTES))
}

function recordRow(
  key: Pick<RecordRow, 'programId' | 'seq' | 'attempt'>,
  record: SaltedRecord,
  leafIndex: number,
): RecordRow {
  return {
    ...key,
    payee: record.payee,
    tag: record.tag,
    rewardId: record.reward.rewardId,
    earnedMicros: record.earnedMicros,
    nettedMicros: micros(record.earnedMicros - record.micros),
    micros: record.micros,
    supplement: record.supplement,
    reducedMicros: micros(0n),
    traceHash: record.reward.traceHash,
    trace: record.reward.trace,
    salt: record.salt,
    leafIndex,
    leafHash: record.leafHash,
  }
}
