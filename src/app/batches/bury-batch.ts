// A signed batch that can never be committed: its rewards wait again, its netting is undone.

import { undoBatch } from './undo-batch.ts'

import type { BatchKey } from '#ports/batch-rows.ts'
import type { RetailerUnit } from '#ports/retailer-store.ts'

import type { MoveRewardDeps } from '../rewards/move-reward.ts'

/** Marks a batch dead and gives its rewards back to the queue, at their old place in it. */
export async function buryBatch(
  deps: MoveRewardDeps,
  unit: RetailerUnit,
  { programId, seq, attempt }: BatchKey,
): Promise<void> {
  await unit.pools.lock(programId)
  const key = { programId, seq, attempt }
  const batch = await unit.batches.get(key)
  if (batch?.state !== 'signed') return
  await unit.batches.update(key, { state: 'dead' })
  await unit.orders.uncount(programId, seq)
  await undoBatch(deps, unit, key, 'uncommitted')
}
