// The hashes of a batch's evidence, in the order of its leaves: all that a proof needs of everybody else's records.

import { classesLeaf, evidenceLeafHash } from '#domain/evidence.ts'
import { invariant } from '#domain/invariant.ts'

import { rewardSource } from '../deals/reward-source.ts'
import { leafOfRecord } from './leaf-of-record.ts'

import type { BatchRow, RecordRow } from '#ports/batch-rows.ts'
import type { RetailerUnit } from '#ports/retailer-store.ts'
import type { Hex } from 'viem'

import type { AppDeps } from '../deps.ts'

/** Reads the hashes, the classes' last; those of records from before hashes were kept are computed once and kept. */
export async function leafHashes(
  { chainIdentity }: Pick<AppDeps, 'chainIdentity'>,
  unit: RetailerUnit,
  batch: BatchRow,
): Promise<readonly Hex[]> {
  const hashes: Hex[] = []
  for (const record of await unit.batches.records(batch)) {
    const leafHash = record.leafHash ?? evidenceLeafHash(await leafOf(chainIdentity, unit, batch, record))
    if (record.leafHash === null) await unit.batches.setLeafHash(batch, record.leafIndex, leafHash)
    hashes.push(leafHash)
  }
  if (batch.classes === null) return hashes
  const { chainId, ledger } = chainIdentity
  const { pool, seq, policyHash, classes } = batch
  const leaf = classesLeaf({ chainId, ledger, pool, seq, policyHash, ...classes })
  return [...hashes, evidenceLeafHash(leaf)]
}

async function leafOf(
  chainIdentity: AppDeps['chainIdentity'],
  unit: RetailerUnit,
  { pool, seq }: BatchRow,
  record: RecordRow,
) {
  const { salt } = record
  const reward = await unit.rewards.get(record.rewardId)
  const order = reward && (await rewardSource(unit, reward))
  invariant(order && salt !== null, 'a record keeps the hash of its evidence before it is erased')
  return leafOfRecord(chainIdentity, { pool, seq, record: { ...record, salt }, reward, order })
}
