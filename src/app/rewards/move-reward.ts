// Moves a reward from what stands to its target: up by waiting for a batch, down by amendments, then by debt.

import { adjustReward } from '#domain/adjust-reward.ts'
import { invariant } from '#domain/invariant.ts'
import { micros, minMicros, sumMicros, ZERO_MICROS, type Micros } from '#domain/money.ts'
import { DEBT_LAPSE_MS } from '#domain/net-debt.ts'

import { newId } from '../new-id.ts'
import { isErased } from '../people/erased-id.ts'

import type { BatchRow, RecordRow } from '#ports/batch-rows.ts'
import type { RetailerUnit } from '#ports/retailer-store.ts'
import type { RewardRow } from '#ports/reward-rows.ts'

import type { AppDeps } from '../deps.ts'

export type MoveRewardDeps = Pick<AppDeps, 'clock' | 'random'>

/** Writes the difference between `reward.targetMicros` and what stands; the program is locked by the caller. A reward
 * whose person was erased stays as it is: there is nobody left to pay, and nobody to owe. */
export async function moveReward(deps: MoveRewardDeps, unit: RetailerUnit, reward: RewardRow): Promise<void> {
  if (isErased(reward.recommenderId)) return
  const target = reward.vetoed ? minMicros(reward.targetMicros, reward.standingMicros) : reward.targetMicros
  const records = await unit.batches.recordsOfReward(reward.rewardId)
  const reducible = records.filter(({ batch }) => isReducible(batch))
  const ownDebts = await unit.rewards.openDebts(reward.programId, reward.recommenderId, reward.rewardId)
  const adjustment = adjustReward({
    targetMicros: target,
    standingMicros: reward.standingMicros,
    reducible: reducible.map((record) => ({
      seq: record.seq,
      attempt: record.attempt,
      tag: record.tag,
      remainingMicros: micros(record.micros - record.reducedMicros),
    })),
    openDebtMicros: sumMicros(ownDebts.map((debt) => debt.remainingMicros)),
  })

  for (const reduction of adjustment.reductions) {
    const record = reducible.find((one) => one.seq === reduction.seq && one.attempt === reduction.attempt)
    invariant(record, 'a reduction names a record of the reward')
    await reduceRecord(deps, unit, reward, record, reduction.micros)
  }
  if (adjustment.debtMicros > 0n) await incurDebt(deps, unit, reward, adjustment.debtMicros)
  if (adjustment.debtCancelledMicros > 0n)
    await cancelDebt(deps, unit, reward, ownDebts, adjustment.debtCancelledMicros)

  const reduced = sumMicros(adjustment.reductions.map((reduction) => reduction.micros))
  const standingMicros = micros(
    reward.standingMicros - reduced - adjustment.debtMicros + adjustment.debtCancelledMicros,
  )
  const now = deps.clock.now()
  await unit.rewards.update(reward.rewardId, {
    ...reward,
    targetMicros: reward.vetoed ? target : reward.targetMicros,
    standingMicros,
    waitingMicros: adjustment.waitingMicros,
    // Kept while a batch holds the reward: if that batch dies, the reward is back at its old place.
    waitingSince: adjustment.waitingMicros > 0n ? (reward.waitingSince ?? now) : reward.waitingSince,
    now,
  })
  await unit.enqueue({
    queue: 'project-reward',
    data: { retailerId: unit.retailerId, rewardId: reward.rewardId },
  })
}

/**
 * Whether the books know of nothing that keeps an amendment from a batch. One that comes too late is found out by the
 * chain: its reductions then become debt.
 */
function isReducible({ state }: BatchRow): boolean {
  return state === 'signed' || state === 'open'
}

async function reduceRecord(
  deps: MoveRewardDeps,
  unit: RetailerUnit,
  reward: RewardRow,
  record: RecordRow,
  amount: Micros,
): Promise<void> {
  const { programId, seq, attempt, payee, tag } = record
  const now = deps.clock.now()
  const reductionId = newId(deps, unit.retailerId)
  await unit.batches.insertReduction({
    programId,
    seq,
    attempt,
    reductionId,
    payee,
    tag,
    rewardId: reward.rewardId,
    micros: amount,
    now,
  })
  await unit.rewards.addChange(reward.rewardId, {
    kind: 'reduced',
    micros: amount,
    seq,
    at: now,
  })
}

/** Books what was promised and matured, or paid, as owed back to this pool by the person's later rewards. */
export async function incurDebt(
  deps: Pick<AppDeps, 'clock' | 'random'>,
  unit: RetailerUnit,
  { rewardId, programId, recommenderId }: RewardRow,
  amount: Micros,
): Promise<void> {
  const incurredAt = deps.clock.now()
  const debtId = newId(deps, unit.retailerId)
  await unit.rewards.insertDebt({
    debtId,
    programId,
    recommenderId,
    rewardId,
    micros: amount,
    incurredAt,
    lapsesAt: incurredAt + DEBT_LAPSE_MS,
  })
  await unit.rewards.addChange(rewardId, {
    kind: 'debt',
    micros: amount,
    at: incurredAt,
  })
}

async function cancelDebt(
  deps: MoveRewardDeps,
  unit: RetailerUnit,
  reward: RewardRow,
  debts: readonly {
    readonly debtId: string
    readonly remainingMicros: Micros
  }[],
  amount: Micros,
): Promise<void> {
  const at = deps.clock.now()
  let rest = amount
  for (const debt of debts) {
    const cancelled = minMicros(rest, debt.remainingMicros)
    if (cancelled === ZERO_MICROS) continue
    const useId = newId(deps, unit.retailerId)
    await unit.rewards.useDebt({
      debtId: debt.debtId,
      useId,
      kind: 'cancelled',
      rewardId: reward.rewardId,
      micros: cancelled,
      at,
    })
    rest = micros(rest - cancelled)
  }
  await unit.rewards.addChange(reward.rewardId, {
    kind: 'debt-cancelled',
    micros: amount,
    at,
  })
}
