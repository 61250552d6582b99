// The chain has answered that a refund came too late to amend: what was paid in full is owed back.

import { invariant } from '#domain/invariant.ts'

import { incurDebt, type MoveRewardDeps } from '../rewards/move-reward.ts'
import { endAmendments } from './end-amendments.ts'

import type { BatchKey } from '#ports/batch-rows.ts'
import type { RetailerUnit } from '#ports/retailer-store.ts'

/**
 * Makes debts of every reduction that is planned or under way, and ends its amendment; the program is locked by the
 * caller. What stands is unchanged in sum: a reduction becomes a debt. Returns how many there were.
 */
export async function reductionsToDebt(
  deps: Pick<MoveRewardDeps, 'clock' | 'random'>,
  unit: RetailerUnit,
  batch: BatchKey,
): Promise<number> {
  const reductions = await endAmendments(unit, batch)
  for (const reduction of reductions) {
    await unit.batches.unreduce(reduction)
    const { rewardId, micros: amount, seq } = reduction
    const at = deps.clock.now()
    await unit.rewards.addChange(rewardId, { kind: 'unreduced', micros: amount, seq, at })
    const reward = await unit.rewards.get(rewardId)
    invariant(reward, 'a reduction belongs to a reward')
    await incurDebt(deps, unit, reward, amount)
    await unit.enqueue({ queue: 'project-reward', data: { retailerId: unit.retailerId, rewardId } })
  }
  const ids = reductions.map((reduction) => reduction.reductionId)
  await unit.batches.setReductions(batch, ids, { state: 'debt', amendmentNo: null })
  return reductions.length
}
