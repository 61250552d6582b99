// A batch that came to nothing: never committed, or vetoed. Its rewards lose what they stood at by it, and the debts
// that it netted are owed again.

import { invariant } from '#domain/invariant.ts'
import { maxMicros, micros, ZERO_MICROS } from '#domain/money.ts'

import { moveReward, type MoveRewardDeps } from '../rewards/move-reward.ts'
import { endAmendments } from './end-amendments.ts'

import type { BatchKey, RecordRow } from '#ports/batch-rows.ts'
import type { RetailerUnit } from '#ports/retailer-store.ts'

/**
 * Undoes a batch that the caller has marked `dead` or `vetoed`; the program is locked by the caller. Rewards of a dead
 * batch wait again at their old place; those of a vetoed one are not promised again.
 */
export async function undoBatch(
  deps: MoveRewardDeps,
  unit: RetailerUnit,
  batch: BatchKey,
  why: 'uncommitted' | 'vetoed',
): Promise<void> {
  await dropReductions(unit, batch)
  for (const record of await unit.batches.records(batch)) await undoRecord(deps, unit, record, why)
}

/** Nothing is left to reduce. */
async function dropReductions(unit: RetailerUnit, batch: BatchKey): Promise<void> {
  const ids = (await endAmendments(unit, batch)).map((reduction) => reduction.reductionId)
  await unit.batches.setReductions(batch, ids, { state: 'done', amendmentNo: null })
}

async function undoRecord(
  deps: MoveRewardDeps,
  unit: RetailerUnit,
  record: RecordRow,
  why: 'uncommitted' | 'vetoed',
): Promise<void> {
  const reward = await unit.rewards.get(record.rewardId)
  invariant(reward, 'a record belongs to a reward')
  const stood = micros(record.earnedMicros - record.reducedMicros)
  // Refunds that the record could not bear made the netted part a debt of this reward: that much is owed already.
  const owedAlready = maxMicros(micros(stood - reward.standingMicros), ZERO_MICROS)
  invariant(owedAlready <= record.nettedMicros, 'a reward owes at most what was netted from it')

  const undone = micros(stood - owedAlready)
  const now = deps.clock.now()
  if (undone > 0n) {
    await unit.rewards.addChange(reward.rewardId, { kind: why, micros: undone, seq: record.seq, at: now })
  }
  const debtors = await unit.rewards.restoreDebts(
    record,
    { rewardId: reward.rewardId, micros: micros(record.nettedMicros - owedAlready) },
    now,
  )
  for (const rewardId of debtors) {
    await unit.enqueue({ queue: 'project-reward', data: { retailerId: unit.retailerId, rewardId } })
  }
  await moveReward(deps, unit, {
    ...reward,
    standingMicros: micros(reward.standingMicros - undone),
    vetoed: reward.vetoed || why === 'vetoed',
  })
}
