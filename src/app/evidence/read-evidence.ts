// The evidence of a reward, for its shop and for the person who earned it: each record with its salt and its proof.

import { EVIDENCE_FORMAT, type EvidenceFile, type EvidenceRecord } from '#domain/evidence-file.ts'
import { evidenceProof } from '#domain/evidence.ts'
import { retailerIdOf } from '#domain/ids.ts'
import { invariant } from '#domain/invariant.ts'
import { formatMicros } from '#domain/money.ts'
import { isForEverybody } from '#domain/order-classes.ts'
import { Problem } from '#domain/problem.ts'
import { bytesToHex } from 'viem/utils'

import { isErased } from '../people/erased-id.ts'
import { rewardSource } from '../deals/reward-source.ts'
import { leafHashes } from './leaf-hashes.ts'

import type { BatchRow, RecordRow } from '#ports/batch-rows.ts'
import type { OrderRow } from '#ports/order-rows.ts'
import type { RetailerUnit } from '#ports/retailer-store.ts'
import type { RewardRow } from '#ports/reward-rows.ts'
import type { Hex } from 'viem'

import type { AppDeps } from '../deps.ts'

type ReadEvidenceDeps = Pick<AppDeps, 'retailers' | 'chainIdentity'>

/** Who asks: the shop for any of its rewards, a person for their own. */
export type EvidenceReader =
  | { readonly kind: 'retailer'; readonly retailerId: string }
  | { readonly kind: 'recommender'; readonly recommenderId: string }

/** A batch that the ledger has had, whatever became of it. */
type Committed = { readonly record: RecordRow; readonly batch: BatchRow; readonly chainTransaction: Hex }

/**
 * Throws `not_found` for an unknown reward and for somebody else's, alike; `evidence_erased` when its person is erased;
 * `evidence_not_ready` before the first of its batches is final.
 */
export async function readEvidence(
  deps: ReadEvidenceDeps,
  { rewardId, reader }: { readonly rewardId: string; readonly reader: EvidenceReader },
): Promise<EvidenceFile> {
  const retailerId = retailerIdOf(rewardId)
  if (!retailerId || (reader.kind === 'retailer' && reader.retailerId !== retailerId))
    throw new Problem('not_found')
  return deps.retailers.transaction(retailerId, async (unit) => {
    const reward = await unit.rewards.get(rewardId)
    if (!reward || (reader.kind === 'recommender' && reader.recommenderId !== reward.recommenderId))
      throw new Problem('not_found')
    if (isErased(reward.recommenderId)) throw new Problem('evidence_erased')
    const committed = await committedRecords(unit, rewardId)
    if (committed.length === 0) throw new Problem('evidence_not_ready')
    const order = await rewardSource(unit, reward)
    const policy = await unit.programs.policy(reward.programId, reward.policyHash)
    invariant(order && policy, 'a reward keeps its order and its policy')
    const records: EvidenceRecord[] = []
    for (const one of committed)
      records.push(await evidenceRecord(deps, unit, reader, { ...one, reward, order }))
    const { chainId, ledger } = deps.chainIdentity
    return { format: EVIDENCE_FORMAT, rewardId, chainId, ledger, policy, records }
  })
}

/** The reward's records whose commit is final, oldest first. */
async function committedRecords(unit: RetailerUnit, rewardId: string): Promise<readonly Committed[]> {
  const records = await unit.batches.recordsOfReward(rewardId)
  return records
    .flatMap(({ batch, chainTransaction, ...record }) =>
      chainTransaction === null || batch.state === 'signed' || batch.state === 'dead'
        ? []
        : [{ record, batch, chainTransaction }],
    )
    .toReversed()
}

async function evidenceRecord(
  deps: ReadEvidenceDeps,
  unit: RetailerUnit,
  reader: EvidenceReader,
  parts: Committed & { readonly reward: RewardRow; readonly order: Pick<OrderRow, 'sourceOrder'> },
): Promise<EvidenceRecord> {
  const { record, batch, chainTransaction, reward, order } = parts
  const { salt, trace } = record
  invariant(salt !== null, 'the record of somebody who is not erased keeps its salt')
  const hashes = await leafHashes(deps, unit, batch)
  const isWhole =
    trace !== null && (reader.kind === 'retailer' || trace.every((step) => step.forShop !== true))
  return {
    pool: batch.pool,
    seq: batch.seq,
    chainTransaction,
    payee: record.payee,
    tag: record.tag,
    earned: formatMicros(record.earnedMicros),
    netted: formatMicros(record.nettedMicros),
    sourceOrder: bytesToHex(order.sourceOrder),
    tier: reward.tier,
    policyHash: reward.policyHash,
    traceHash: record.traceHash,
    salt,
    proof: evidenceProof(hashes, record.leafIndex),
    ...(isWhole ? { trace } : {}),
    ...classesOf(batch, hashes, reader),
  }
}

/** The classes are the last leaf. A person whose order is the only one of a class would read the shop's reason there. */
function classesOf(
  { classes }: BatchRow,
  hashes: readonly Hex[],
  reader: EvidenceReader,
): Pick<EvidenceRecord, 'classes'> {
  if (classes === null || (reader.kind !== 'retailer' && !isForEverybody(classes.orders))) return {}
  return { classes: { ...classes, proof: evidenceProof(hashes, hashes.length - 1) } }
}
