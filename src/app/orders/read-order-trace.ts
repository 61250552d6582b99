// The whole chain of decisions about one order, for its shop: what was decided once, what everybody who is credited shares,
// and each person's own steps, down to what the books hold for them now.

import { retailerIdOf } from '#domain/ids.ts'
import { formatMicros, micros, type Micros } from '#domain/money.ts'
import { canonicalJson, TOKEN_CURRENCY } from '#domain/policy.ts'
import { Problem } from '#domain/problem.ts'
import { traceHash, type Trace, type TraceStep } from '#domain/trace.ts'

import type { LinkCode, OrderId, ProgramId, RecommenderId, RewardId } from '#domain/ids.ts'
import type { Instant } from '#domain/order-facts.ts'
import type { TouchSource } from '#domain/policy.ts'
import type { FollowerEvidence } from '#domain/tier.ts'
import type { OrderOutcome, OrderRow } from '#ports/order-rows.ts'
import type { RetailerUnit } from '#ports/retailer-store.ts'
import type { RewardRow } from '#ports/reward-rows.ts'
import type { Hex } from 'viem'

import type { AppDeps } from '../deps.ts'

export type TracedCredit = {
  readonly rewardId: RewardId
  readonly recommenderId: RecommenderId
  readonly handle: string
  readonly role: RewardRow['role']
  readonly target: Micros
  readonly followers: number
  readonly followerEvidence: FollowerEvidence
  /** 1 micro, 2 macro, 3 mega; 0 none. Frozen. */
  readonly tier: number
  readonly holdSeconds: number
  /** Of all recorded steps together; bound by the evidence. */
  readonly traceHash: Hex
  /** After those that all credited people share; the last one is of this moment and not recorded. */
  readonly steps: Trace
}

export type OrderTraceView = {
  readonly orderId: OrderId
  readonly externalId: string
  readonly outcome: OrderOutcome
  readonly reason: string
  readonly programId: ProgramId | null
  readonly policyHash: Hex | null
  /** Encounters that the order carried, whether they counted or not. */
  readonly touches: readonly { readonly source: TouchSource; readonly at: Instant; readonly code: LinkCode }[]
  /** What everybody who is credited shares; all of it when nobody is. */
  readonly steps: Trace
  readonly credits: readonly TracedCredit[]
}

/** Throws `not_found` for an unknown order and for another retailer's, alike. */
export async function readOrderTrace(
  deps: Pick<AppDeps, 'retailers'>,
  { retailerId, orderId }: { readonly retailerId: string; readonly orderId: string },
): Promise<OrderTraceView> {
  if (retailerIdOf(orderId) !== retailerId) throw new Problem('not_found')
  return deps.retailers.transaction(retailerId, (unit) => readTrace(unit, orderId))
}

/** The same inside a database transaction. */
export async function readTrace(unit: RetailerUnit, orderId: OrderId): Promise<OrderTraceView> {
  const order = await unit.orders.find(orderId)
  if (!order) throw new Problem('not_found')
  const rewards = await unit.rewards.ofOrder(orderId)
  const shared = rewards.length > 0 ? commonSteps(rewards.map(({ trace }) => trace)) : ownSteps(order)
  const credits: TracedCredit[] = []
  for (const reward of rewards) credits.push(await tracedCredit(unit, reward, shared.length))
  const { attribution } = order
  return {
    orderId,
    externalId: order.externalId,
    outcome: order.outcome,
    reason: order.reason,
    programId: attribution?.programId ?? null,
    policyHash: attribution?.policyHash ?? null,
    touches: (attribution?.touches ?? []).map(({ source, touchedAt, code }) => ({
      source,
      at: touchedAt,
      code,
    })),
    steps: shared,
    credits,
  }
}

/** Of an order without rewards: what was decided, and what it waits for. */
function ownSteps({ attribution, outcome, reason }: OrderRow): Trace {
  const steps = attribution?.steps ?? []
  if (outcome === 'waiting-for-payment') return [{ step: 'verify', outcome: 'noted', sentence: reason }]
  return outcome === 'waiting-for-rate'
    ? [...steps, { step: 'pot', outcome: 'stopped', sentence: reason }]
    : steps
}

/** Steps with which all of the traces begin. */
function commonSteps([first = [], ...others]: readonly Trace[]): Trace {
  const isCommon = (step: TraceStep, place: number): boolean =>
    others.every((trace) => {
      const other = trace[place]
      return other !== undefined && canonicalJson(other) === canonicalJson(step)
    })
  const end = first.findIndex((step, place) => step.step === 'split' || !isCommon(step, place))
  return end < 0 ? first : first.slice(0, end)
}

async function tracedCredit(unit: RetailerUnit, reward: RewardRow, shared: number): Promise<TracedCredit> {
  const enrollment = await unit.programs.enrollment(reward.programId, reward.recommenderId)
  const { available } = await unit.journal.balances(reward.programId)
  return {
    rewardId: reward.rewardId,
    recommenderId: reward.recommenderId,
    handle: enrollment?.handle ?? '',
    role: reward.role,
    target: reward.targetMicros,
    followers: reward.followers,
    followerEvidence: reward.followerEvidence,
    tier: reward.tier,
    holdSeconds: reward.holdSeconds,
    traceHash: traceHash(reward.trace),
    steps: [...reward.trace.slice(shared), ...momentSteps(reward, available)],
  }
}

/** Where the amount is now: it waits, or the books hold it. */
function momentSteps({ waitingMicros, standingMicros }: RewardRow, available: Micros): Trace {
  const money = (amount: bigint): string => `${formatMicros(micros(amount))} ${TOKEN_CURRENCY}`
  const waits: TraceStep = {
    step: 'budget',
    outcome: 'noted',
    sentence:
      waitingMicros > available
        ? `${money(waitingMicros)} of it waits: the pool has ${money(available)} available.`
        : `${money(waitingMicros)} of it waits to be reserved.`,
    facts: { waiting: formatMicros(waitingMicros) },
  }
  const journal: TraceStep = {
    step: 'journal',
    outcome: 'passed',
    sentence: `The books hold ${money(standingMicros)} for it.`,
    facts: { standing: formatMicros(standingMicros) },
  }
  return waitingMicros > 0n ? [waits, journal] : [journal]
}
