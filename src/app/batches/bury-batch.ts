// A signed batch that can never be committed: its rewards wait again, its netting is undone.

import { micros, type Micros } from '#domain/money.ts'

import type { BatchRow, RecordRow } from '#ports/batch-rows.ts'
import type { RetailerUnit } from '#ports/retailer-store.ts'

import type { AppDeps } from '../deps.ts'

/** Marks a batch dead and gives its rewards back to the queue, at their old place in it. */
export async function buryBatch(
  deps: Pick<AppDeps, 'clock' | 'random'>,
  unit: RetailerUnit,
  { programId, seq, attempt }: Pick<BatchRow, 'programId' | 'seq' | 'attempt'>,
): Promise<void> {
  await unit.pools.lock(programId)
  const key = { programId, seq, attempt }
  const batch = await unit.batches.get(key)
  if (batch?.state !== 'signed') return
  await unit.batches.update(key, { state: 'dead' })
  await unit.orders.uncount(programId, seq)
  for (const rewardId of await unit.rewards.restoreDebts(key, deps.clock.now())) {
    await unit.enqueue({ queue: 'project-reward', data: { retailerId: unit.retailerId, rewardId } })
  }

  const pending = await unit.batches.pendingReductions(key)
  await unit.batches.setReductions(
    key,
    pending.map((reduction) => reduction.reductionId),
    { state: 'done', amendmentNo: null },
  )
  for (const record of await unit.batches.records(key)) await releaseRecord(deps, unit, record)
}

/** What stood by this record stands no more; the difference to the target waits again. */
async function releaseRecord(
  deps: Pick<AppDeps, 'clock'>,
  unit: RetailerUnit,
  record: RecordRow,
): Promise<void> {
  const reward = await unit.rewards.get(record.rewardId)
  if (!reward) return
  const now = deps.clock.now()
  const stood: Micros = micros(record.earnedMicros - record.reducedMicros)
  if (stood > 0n)
    await unit.rewards.addChange(record.rewardId, {
      kind: 'uncommitted',
      micros: stood,
      seq: record.seq,
      at: now,
    })
  const standingMicros = micros(reward.standingMicros - stood)
  const difference = reward.targetMicros - standingMicros
  const waitingMicros = micros(difference > 0n && !reward.vetoed ? difference : 0n)
  await unit.rewards.update(record.rewardId, {
    ...reward,
    standingMicros,
    waitingMicros,
    waitingSince: waitingMicros > 0n ? (reward.waitingSince ?? now) : null,
    now,
  })
  await unit.enqueue({
    queue: 'project-reward',
    data: { retailerId: unit.retailerId, rewardId: record.rewardId },
  })
}
