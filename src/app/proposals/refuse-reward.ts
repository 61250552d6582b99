// The shop has looked at a reward that its order key refused, and will not give it: nothing more is promised of it than
// stands, and the person reads why.

import { invariant } from '#domain/invariant.ts'
import { refusalStep, type RefusalReason } from '#domain/misuse/review.ts'
import { minMicros } from '#domain/money.ts'
import { Problem } from '#domain/problem.ts'
import { traceHash } from '#domain/trace.ts'

import { evaluateOrder, type EvaluateDeps } from '../orders/evaluate-order.ts'
import { moveReward } from '../rewards/move-reward.ts'

import type { RetailerUnit } from '#ports/retailer-store.ts'
import type { RewardRow } from '#ports/reward-rows.ts'

import type { AppDeps } from '../deps.ts'

export type RefuseRewardInput = {
  readonly retailerId: string
  readonly rewardId: string
  /** Read by the recommender. */
  readonly reason: RefusalReason
}

/**
 * Refuses for good what a reward waits for. What is promised already stays promised: only a refund takes that back. Throws
 * `not_found` for an unknown reward, for another's, and for one that is not set aside.
 */
export async function refuseReward(
  deps: Pick<AppDeps, 'retailers'> & EvaluateDeps,
  { retailerId, rewardId, reason }: RefuseRewardInput,
): Promise<{ readonly rewardId: string; readonly state: 'refused' }> {
  return deps.retailers.transaction(retailerId, async (unit) => {
    const known = await unit.rewards.get(rewardId)
    if (!known) throw new Problem('not_found')
    const order = known.role === 'deal' ? undefined : await lockedOrder(deps, unit, known.orderId)
    await unit.pools.lock(known.programId)
    const at = deps.clock.now()
    if (!(await unit.proposals.setAsideOf(rewardId, at))) throw new Problem('not_found')
    const reward = await unit.rewards.get(rewardId)
    invariant(reward, 'what is set aside is a reward')
    const keptMicros = minMicros(reward.targetMicros, reward.standingMicros)
    await unit.proposals.refuse({ rewardId, reason, keptMicros, at })
    if (order) await evaluateOrder(deps, unit, order)
    else await refuseFee(deps, unit, reward, reason)
    return { rewardId, state: 'refused' }
  })
}

async function lockedOrder(deps: Pick<AppDeps, 'clock'>, unit: RetailerUnit, orderId: string) {
  const order = await unit.orders.find(orderId)
  invariant(order, 'a reward belongs to an order')
  return unit.orders.take({ ...order, now: deps.clock.now() })
}

/** The fee of a deal has no order to be evaluated again; it is promised whole or not at all. */
async function refuseFee(
  deps: EvaluateDeps,
  unit: RetailerUnit,
  reward: RewardRow,
  reason: RefusalReason,
): Promise<void> {
  const isKept = reward.standingMicros > 0n
  const trace = [...reward.trace, refusalStep(reason, { isKept })]
  const targetMicros = minMicros(reward.targetMicros, reward.standingMicros)
  await moveReward(deps, unit, { ...reward, targetMicros, trace, traceHash: traceHash(trace) })
}
