// The shop's word on a deal: the work is delivered, and the fee becomes a reward like any other (committed, held, paid
// through the same batches, from the deals' own pool); or the deal is called off, which only works before that.

import { dealTrace, nextDealState, type DealState } from '#domain/deal.ts'
import { retailerIdOf } from '#domain/ids.ts'
import { invariant } from '#domain/invariant.ts'
import { ZERO_MICROS } from '#domain/money.ts'
import { Problem } from '#domain/problem.ts'
import { TIER_NUMBER, tierOf } from '#domain/tier.ts'
import { traceHash } from '#domain/trace.ts'
import { bytesToHex } from 'viem/utils'

import { newId } from '../new-id.ts'
import { TAG_BYTES } from '../orders/move-rewards.ts'
import { isErased } from '../people/erased-id.ts'
import { moveReward } from '../rewards/move-reward.ts'

import type { DealRow } from '#ports/deal-rows.ts'
import type { RetailerUnit } from '#ports/retailer-store.ts'
import type { RewardRow } from '#ports/reward-rows.ts'

import type { AppDeps } from '../deps.ts'

type ConcludeDeps = Pick<AppDeps, 'retailers' | 'clock' | 'random'>

type ConcludeDealInput = {
  readonly retailerId: string
  readonly dealId: string
  readonly step: 'deliver' | 'withdraw'
}

export type ConcludedDeal = { readonly state: DealState; readonly rewardId: string | null }

/** Takes the step; the same again changes nothing. Throws `not_found` and `deal_not_open`. */
export async function concludeDeal(
  deps: ConcludeDeps,
  { retailerId, dealId, step }: ConcludeDealInput,
): Promise<ConcludedDeal> {
  if (retailerIdOf(dealId) !== retailerId) throw new Problem('not_found')
  return deps.retailers.transaction(retailerId, async (unit) => {
    const deal = await unit.deals.take(dealId)
    if (!deal) throw new Problem('not_found')
    const wanted = step === 'deliver' ? 'delivered' : 'withdrawn'
    if (deal.state === wanted) return { state: wanted, rewardId: deal.rewardId }
    const state = nextDealState(deal.state, step)
    // Of somebody erased no address is left that the fee could go to: such a deal can be called off alone.
    const isNobodys = step === 'deliver' && isErased(deal.recommenderId)
    if (state === undefined || isNobodys) throw new Problem('deal_not_open', { state: deal.state })
    const now = deps.clock.now()
    if (state === 'withdrawn') {
      await unit.deals.update(dealId, { state, endedAt: now })
      return { state, rewardId: null }
    }
    const rewardId = await rewardDeal(deps, unit, deal)
    await unit.deals.update(dealId, { state, deliveredAt: now, rewardId })
    return { state, rewardId }
  })
}

/** The fee as a reward that waits for the next batch of the deals' own pool. */
async function rewardDeal(deps: ConcludeDeps, unit: RetailerUnit, deal: DealRow): Promise<string> {
  const { dealId, programId, recommenderId, feeMicros } = deal
  await unit.pools.lock(programId)
  const enrollment = await unit.programs.enrollment(programId, recommenderId)
  const program = await unit.programs.program(programId)
  invariant(enrollment && program, 'whoever approves a deal enters its program')
  const now = deps.clock.now()
  const trace = dealTrace(deal)
  const reward: RewardRow = {
    rewardId: newId(deps, unit.retailerId),
    orderId: dealId,
    programId,
    recommenderId,
    payee: enrollment.payee,
    code: '',
    tag: bytesToHex(deal.sourceOrder.slice(0, TAG_BYTES)),
    policyHash: program.policyHash as RewardRow['policyHash'],
    targetMicros: ZERO_MICROS,
    standingMicros: ZERO_MICROS,
    waitingMicros: ZERO_MICROS,
    waitingSince: null,
    vetoed: false,
    trace,
    traceHash: traceHash(trace),
    role: 'deal',
    grantedMicros: feeMicros,
    holdSeconds: program.policy.holdSeconds,
    tier: TIER_NUMBER[tierOf(enrollment.followers)],
    followers: enrollment.followers,
    followerEvidence: enrollment.followerEvidence,
    paidAt: now,
  }
  await unit.rewards.insert({ ...reward, now })
  await moveReward(deps, unit, { ...reward, targetMicros: feeMicros })
  return reward.rewardId
}
