// From frozen credits to amounts: the order's pot for the facts known so far, each person's share of it, and the step
// from what stands of their reward to that.

import { foldOrder } from '#domain/fold-order.ts'
import { freezeRooms } from '#domain/freeze-rooms.ts'
import { invariant } from '#domain/invariant.ts'
import { refusalStep, type RefusalReason } from '#domain/misuse/review.ts'
import { minMicros, ZERO_MICROS, type Micros } from '#domain/money.ts'
import { pot as potOf } from '#domain/policy/pot.ts'
import { sharePot, type Share } from '#domain/share-pot.ts'
import { TIER_NUMBER } from '#domain/tier.ts'
import { traceHash, type Trace } from '#domain/trace.ts'
import { bytesToHex } from 'viem/utils'

import { openReview } from '../misuse/open-review.ts'
import { newId } from '../new-id.ts'
import { laterVersions } from '../policies/policy-in-force.ts'
import { moveReward } from '../rewards/move-reward.ts'
import { readRooms } from './read-rooms.ts'

import type { Credited } from '#domain/attribution.ts'
import type { Policy } from '#domain/policy.ts'
import type { OrderOutcome, OrderRow } from '#ports/order-rows.ts'
import type { RewardRefusal } from '#ports/proposal-rows.ts'
import type { RetailerUnit } from '#ports/retailer-store.ts'
import type { RewardRow } from '#ports/reward-rows.ts'

import type { EvaluateDeps, PaidState } from './evaluate-order.ts'

/** Bytes of an order's keyed hash that become its tag on chain. */
export const TAG_BYTES = 6

export type MoveRewardsInput = {
  readonly order: OrderRow
  readonly attribution: Credited
  readonly state: PaidState
}

export type MovedRewards = {
  readonly outcome: OrderOutcome
  /** With what the caps leave, once the pot is known. */
  readonly granted: Credited
  /** Steps on amounts that all credited people share. */
  readonly steps: Trace
}

/** Moves every credited person's reward; the program is locked by the caller. An order that waits for a rate moves none. */
export async function moveRewards(
  deps: EvaluateDeps,
  unit: RetailerUnit,
  { order, attribution, state }: MoveRewardsInput,
): Promise<MovedRewards> {
  const { programId, policyHash } = attribution
  const policy = await unit.programs.policy(programId, policyHash)
  invariant(policy, "an order's policy is kept for ever")
  const later = await laterVersions(unit, { programId, policyHash })
  const pot = potOf(policy, state, attribution.ruleContext, later)
  if (pot.outcome === 'waits-for-rate') {
    return { outcome: 'waiting-for-rate', granted: attribution, steps: pot.steps }
  }
  const granted =
    attribution.grantedMicros === undefined
      ? await grant(unit, attribution, { policy, later, state })
      : attribution
  // Nothing counts for now: what caps leave is frozen once the order as it was paid has a worth.
  if (granted === undefined) return { outcome: 'waiting-for-rate', granted: attribution, steps: pot.steps }
  const refusals = await unit.reviews.refusals(order.orderId)
  const refusedRewards = await unit.proposals.refusals(order.orderId)
  for (const share of sharesOf(policy, granted, pot.potMicros)) {
    const refused = refusedPart(refusals.get(share.recommenderId), refusedRewards.get(share.recommenderId))
    const trace: Trace = [...granted.steps, ...pot.steps, ...share.steps, ...(refused?.steps ?? [])]
    const reward = await takeReward(deps, unit, {
      order,
      granted,
      policy,
      share,
      trace,
      paidAt: state.paid.paidAt,
    })
    await moveReward(deps, unit, {
      ...reward,
      targetMicros: refused === undefined ? share.micros : minMicros(share.micros, refused.keptMicros),
      trace,
      traceHash: traceHash(trace),
    })
  }
  return { outcome: 'credited', granted, steps: pot.steps }
}

/** What the shop's own word leaves of a reward: nothing after a review, what stood after its order key had refused more. */
function refusedPart(
  inReview: RefusalReason | undefined,
  setAside: RewardRefusal | undefined,
): { readonly keptMicros: Micros; readonly steps: Trace } | undefined {
  if (inReview !== undefined) return { keptMicros: ZERO_MICROS, steps: [refusalStep(inReview)] }
  if (setAside === undefined) return undefined
  const { reason, keptMicros } = setAside
  return { keptMicros, steps: [refusalStep(reason, { isKept: keptMicros > 0n })] }
}

type GrantInput = { readonly policy: Policy; readonly later: readonly Policy[]; readonly state: PaidState }

/** Freezes what the caps leave for this order, by what it earned as it was paid; undefined while that waits for a rate. */
async function grant(
  unit: RetailerUnit,
  attribution: Credited,
  { policy, later, state }: GrantInput,
): Promise<Credited | undefined> {
  const { paid } = state
  const asPaid = potOf(policy, foldOrder([paid]), attribution.ruleContext, later)
  if (asPaid.outcome !== 'pot') return undefined
  const rooms = await readRooms(unit, attribution, policy, paid)
  return freezeRooms(attribution, { upline: policy.upline, rooms, potMicros: asPaid.potMicros })
}

function sharesOf(
  { upline }: Policy,
  { credits, roomMicros }: Credited,
  potMicros: Micros,
): readonly Share[] {
  return sharePot({ upline, potMicros, credits, roomMicros })
}

type TakeInput = {
  readonly order: OrderRow
  readonly granted: Credited
  readonly policy: Policy
  readonly share: Share
  readonly trace: Trace
  readonly paidAt: number
}

/** The person's reward for this order; made at nothing when it is new. */
async function takeReward(
  deps: EvaluateDeps,
  unit: RetailerUnit,
  { order, granted, policy, share, trace, paidAt }: TakeInput,
): Promise<RewardRow> {
  const { recommenderId, credit } = share
  const standing = await unit.rewards.find(order.orderId, recommenderId)
  if (standing) return standing
  const { programId, policyHash } = granted
  const enrollment = await unit.programs.enrollment(programId, recommenderId)
  invariant(enrollment, 'a credited person has joined the program')
  const reward: RewardRow = {
    rewardId: newId(deps, unit.retailerId),
    orderId: order.orderId,
    programId,
    recommenderId,
    payee: enrollment.payee,
    code: credit.code,
    tag: bytesToHex(order.sourceOrder.slice(0, TAG_BYTES)),
    policyHash,
    targetMicros: ZERO_MICROS,
    standingMicros: ZERO_MICROS,
    waitingMicros: ZERO_MICROS,
    waitingSince: null,
    vetoed: false,
    trace,
    traceHash: traceHash(trace),
    role: credit.role,
    grantedMicros: credit.grantedMicros ?? ZERO_MICROS,
    holdSeconds: credit.holdSeconds,
    tier: TIER_NUMBER[credit.tier],
    followers: credit.followers,
    followerEvidence: credit.followerEvidence,
    paidAt,
  }
  await unit.rewards.insert({ ...reward, now: deps.clock.now() })
  await openReview(deps, unit, { reward, policy, verdicts: granted.verdicts })
  return reward
}
