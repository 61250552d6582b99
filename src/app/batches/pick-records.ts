// Which waiting rewards go into the next batch: first in first out, as far as the pool reaches, debts netted first.

import { micros, type Micros } from '#domain/money.ts'
import { netDebt } from '#domain/net-debt.ts'
import { MAX_PAYEES, MAX_RECORDS_PER_PAYEE, sortRecords, type RewardRecord } from '#domain/records.ts'

import { newId } from '../new-id.ts'

import type { BatchKey } from '#ports/batch-rows.ts'
import type { RetailerUnit } from '#ports/retailer-store.ts'
import type { RewardRow } from '#ports/reward-rows.ts'

import type { AppDeps } from '../deps.ts'

/** A record to be, with the reward it pays; `micros` = earned − netted. */
export type PickedRecord = RewardRecord & {
  readonly reward: RewardRow
  readonly earnedMicros: Micros
}

type PickDeps = Pick<AppDeps, 'clock' | 'random' | 'settings'>
type PickInput = {
  readonly batch: BatchKey
  readonly budgetMicros: Micros
  /** The largest reward that the shop's budget can ever cover; absent without one. */
  readonly largestMicros?: Micros | undefined
}

/**
 * Picks and books the next batch's records, in the order of the ledger (payee, tag). Rewards wholly taken by debt are
 * booked too and leave no record. Stops at the first reward that the budget does not cover; one that it could never
 * cover, since the shop has lowered it, waits beside the line.
 */
export async function pickRecords(
  deps: PickDeps,
  unit: RetailerUnit,
  { batch, budgetMicros, largestMicros }: PickInput,
): Promise<readonly PickedRecord[]> {
  const line = await unit.rewards.waiting(batch.programId, deps.clock.now(), deps.settings.batchMaxRewards)
  const waiting = line.filter((one) => largestMicros === undefined || one.waitingMicros <= largestMicros)
  const picked: PickedRecord[] = []
  let spent = 0n
  for (const reward of waiting) {
    if (!isAlike(reward, waiting[0]) || !fits(picked, reward)) continue
    const earnedMicros = reward.waitingMicros
    const debts = await unit.rewards.openDebts(batch.programId, reward.recommenderId)
    const netting = netDebt(earnedMicros, debts, deps.clock.now())
    if (spent + netting.rewardMicros > budgetMicros) break
    spent += netting.rewardMicros
    await bookEarned(deps, unit, { batch, reward, netting })
    if (netting.rewardMicros === 0n) continue
    picked.push({
      payee: reward.payee,
      tag: reward.tag,
      micros: netting.rewardMicros,
      supplement: (await unit.batches.recordsOfReward(reward.rewardId)).some(
        (record) => record.batch.state !== 'dead',
      ),
      reward,
      earnedMicros,
    })
  }
  const byPlace = new Map(picked.map((record) => [`${record.payee}:${record.tag}`, record]))
  return sortRecords(picked).map((record) => byPlace.get(`${record.payee}:${record.tag}`) as PickedRecord)
}

/** A batch has one header: one policy and one hold. What is not alike waits for a batch of its own. */
function isAlike(reward: RewardRow, first: RewardRow | undefined): boolean {
  return reward.policyHash === first?.policyHash && reward.holdSeconds === first.holdSeconds
}

/** Whether the ledger takes one more record: distinct tags within a payee, and its limits. */
function fits(picked: readonly PickedRecord[], reward: RewardRow): boolean {
  const ofPayee = picked.filter((record) => record.payee === reward.payee)
  if (ofPayee.some((record) => record.tag === reward.tag)) return false
  if (ofPayee.length > 0) return ofPayee.length < MAX_RECORDS_PER_PAYEE
  return new Set(picked.map((record) => record.payee)).size < MAX_PAYEES
}

type Booking = {
  readonly batch: BatchKey
  readonly reward: RewardRow
  readonly netting: ReturnType<typeof netDebt>
}

async function bookEarned(
  deps: PickDeps,
  unit: RetailerUnit,
  { batch, reward, netting }: Booking,
): Promise<void> {
  const now = deps.clock.now()
  for (const use of netting.uses) {
    const debtorId = await unit.rewards.useDebt({
      ...use,
      useId: newId(deps, unit.retailerId),
      kind: 'netted',
      rewardId: reward.rewardId,
      ...(netting.rewardMicros === 0n ? {} : { batch: { seq: batch.seq, attempt: batch.attempt } }),
      at: now,
    })
    await unit.enqueue({ queue: 'project-reward', data: { retailerId: unit.retailerId, rewardId: debtorId } })
  }
  await unit.rewards.addChange(reward.rewardId, {
    kind: 'earned',
    micros: reward.waitingMicros,
    ...(netting.rewardMicros === 0n ? {} : { seq: batch.seq }),
    at: now,
  })
  await unit.rewards.update(reward.rewardId, {
    ...reward,
    standingMicros: micros(reward.standingMicros + reward.waitingMicros),
    waitingMicros: micros(0n),
    now,
  })
  await unit.enqueue({
    queue: 'project-reward',
    data: { retailerId: unit.retailerId, rewardId: reward.rewardId },
  })
}
