// The heart of the relayer: from the facts known of an order to what its reward should be, and the difference to what
// stands. Runs inside the database transaction that recorded the facts; any order of facts ends the same.

import { attribute } from '#domain/attribute.ts'
import { foldOrder } from '#domain/fold-order.ts'
import { invariant } from '#domain/invariant.ts'
import { ZERO_MICROS } from '#domain/money.ts'
import { targetReward } from '#domain/target-reward.ts'
import { decidingSentence, traceHash, type Trace } from '#domain/trace.ts'
import { bytesToHex } from 'viem/utils'

import { newId } from '../new-id.ts'
import { moveReward } from '../rewards/move-reward.ts'
import { findTouches } from './find-touches.ts'

import type { OrderState, PaidFact } from '#domain/order-facts.ts'
import type { AttributionRow, OrderRow } from '#ports/order-rows.ts'
import type { RetailerUnit } from '#ports/retailer-store.ts'
import type { RewardRow } from '#ports/reward-rows.ts'

import type { AppDeps } from '../deps.ts'

/** Bytes of an order's keyed hash that become its tag on chain. */
export const TAG_BYTES = 6

type EvaluateDeps = Pick<AppDeps, 'clock' | 'random' | 'macs' | 'sealer'>

/** Evaluates a locked order and moves its reward to the target. */
export async function evaluateOrder(deps: EvaluateDeps, unit: RetailerUnit, order: OrderRow): Promise<void> {
  const state = foldOrder(await unit.orders.facts(order.orderId))
  if (!isPaid(state)) return

  const attribution = order.attribution ?? (await attributeOrder(deps, unit, state))
  if (attribution.recommenderId === null || attribution.programId === null) {
    await updateOrder(deps, unit, order, attribution, attribution.steps)
    return
  }
  await unit.pools.lock(attribution.programId)
  const reward = await takeReward(deps, unit, order, attribution, state.paid.paidAt)
  const policy = await unit.programs.policy(reward.programId, reward.policyHash)
  invariant(policy, "a reward's policy is kept for ever")
  const target = targetReward(policy, state)
  const trace: Trace = [...attribution.steps, ...target.steps]
  await moveReward(deps, unit, {
    ...reward,
    targetMicros: target.targetMicros,
    trace,
    traceHash: traceHash(trace),
  })
  await updateOrder(deps, unit, order, attribution, trace)
}

function isPaid(state: OrderState): state is OrderState & { paid: PaidFact } {
  return state.paid !== undefined
}

/** Decides once who is credited; touches of several programs are settled by the latest click. */
async function attributeOrder(
  deps: EvaluateDeps,
  unit: RetailerUnit,
  state: OrderState & { paid: PaidFact },
): Promise<AttributionRow> {
  const touches = await findTouches(deps, unit, state.paid)
  const latest = touches.toSorted((a, b) => b.clickedAt - a.clickedAt)[0]
  const programId = latest?.programId ?? (await unit.programs.programs())[0]?.programId ?? null
  const program = programId === null ? undefined : await unit.programs.program(programId)
  if (!program) {
    const steps: Trace = [
      {
        step: 'touches',
        outcome: 'stopped',
        sentence: 'The shop has no program yet.',
      },
    ]
    return { recommenderId: null, programId: null, code: null, steps }
  }
  const ofProgram = touches.filter((touch) => touch.programId === program.programId)
  const attribution = attribute(program.policy, state, ofProgram)
  const credited = attribution.outcome === 'credited' ? attribution.touch : undefined
  return {
    recommenderId: credited?.recommenderId ?? null,
    programId: program.programId,
    code: credited?.code ?? null,
    steps: attribution.steps,
  }
}

/** The reward of the credited person for this order; made at nothing when it is new. */
async function takeReward(
  deps: EvaluateDeps,
  unit: RetailerUnit,
  order: OrderRow,
  { recommenderId, programId, code, steps }: AttributionRow,
  paidAt: number,
): Promise<RewardRow> {
  invariant(recommenderId !== null && programId !== null && code !== null, 'a credited order names its link')
  const standing = await unit.rewards.find(order.orderId, recommenderId)
  if (standing) return standing
  const enrollment = await unit.programs.enrollment(programId, recommenderId)
  const program = await unit.programs.program(programId)
  invariant(enrollment && program, 'a credited person has joined the program')
  const reward: RewardRow = {
    rewardId: newId(deps, unit.retailerId),
    orderId: order.orderId,
    programId,
    recommenderId,
    payee: enrollment.payee,
    code,
    tag: bytesToHex(order.sourceOrder.slice(0, TAG_BYTES)),
    policyHash: program.policyHash as RewardRow['policyHash'],
    targetMicros: ZERO_MICROS,
    standingMicros: ZERO_MICROS,
    waitingMicros: ZERO_MICROS,
    waitingSince: null,
    vetoed: false,
    trace: steps,
    traceHash: traceHash(steps),
    role: 'direct',
    grantedMicros: ZERO_MICROS,
    holdSeconds: program.policy.holdSeconds,
    tier: 0,
    followers: 0,
    followerEvidence: 'none',
    paidAt,
  }
  await unit.rewards.insert({ ...reward, now: deps.clock.now() })
  return reward
}

async function updateOrder(
  deps: EvaluateDeps,
  unit: RetailerUnit,
  order: OrderRow,
  attribution: AttributionRow,
  trace: Trace,
): Promise<void> {
  await unit.orders.update(order.orderId, {
    outcome: attribution.recommenderId === null ? 'not-credited' : 'credited',
    reason: decidingSentence(trace),
    attribution,
    programId: attribution.programId ?? undefined,
    now: deps.clock.now(),
  })
}
