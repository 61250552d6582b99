// How the rules came to what an order is worth: the version it fell under, what counted, what each rule gave, the limits,
// and what the rules in force now would say.

import { foldOrder } from '#domain/fold-order.ts'
import { retailerIdOf } from '#domain/ids.ts'
import { pot } from '#domain/policy/pot.ts'
import { Problem } from '#domain/problem.ts'

import { laterVersions, policyInForce } from './policy-in-force.ts'

import type { Credited } from '#domain/attribution.ts'
import type { Micros } from '#domain/money.ts'
import type { OrderState } from '#domain/order-facts.ts'
import type { Policy, Tier } from '#domain/policy.ts'
import type { Trace } from '#domain/trace.ts'
import type { OrderOutcome, OrderRow } from '#ports/order-rows.ts'
import type { RetailerUnit } from '#ports/retailer-store.ts'

import type { AppDeps } from '../deps.ts'

export type OrderExplanation = {
  readonly orderId: string
  readonly outcome: OrderOutcome
  readonly reason: string
  /** From verify to the pot, for the shop. */
  readonly steps: Trace
  /** Null when nobody is credited. */
  readonly rules: {
    readonly versionNo: number
    readonly policyHash: string
    readonly effectiveFrom: number
    readonly policy: Policy
    readonly tier: Tier
    readonly isNewCustomer: boolean
    readonly isFirstOrder: boolean
    readonly campaignIds: readonly string[]
  } | null
  readonly amounts: {
    /** What counts, in the pool's currency. */
    readonly counted: Micros
    readonly pot: Micros
    /** What caps left for this order, null without such caps. */
    readonly room: Micros | null
  } | null
  readonly rewards: readonly { readonly rewardId: string; readonly role: string; readonly target: Micros }[]
  /** The pot under the rules in force now, if those are others; it changes nothing. */
  readonly potUnderRulesInForce: Micros | null
}

/** The explanation; throws `not_found` for an unknown order and for another retailer's, alike. */
export async function explainOrder(
  deps: Pick<AppDeps, 'retailers' | 'clock'>,
  { retailerId, orderId }: { readonly retailerId: string; readonly orderId: string },
): Promise<OrderExplanation> {
  if (retailerIdOf(orderId) !== retailerId) throw new Problem('not_found')
  return deps.retailers.transaction(retailerId, async (unit) => {
    const order = await unit.orders.find(orderId)
    if (!order) throw new Problem('not_found')
    const { outcome, reason, attribution } = order
    const rewards = (await unit.rewards.ofOrder(orderId)).map(({ rewardId, role, targetMicros }) => ({
      rewardId,
      role,
      target: targetMicros,
    }))
    const common = { orderId, outcome, reason, rewards }
    if (attribution?.outcome !== 'credited') {
      const steps = attribution?.steps ?? []
      return { ...common, steps, rules: null, amounts: null, potUnderRulesInForce: null }
    }
    return { ...common, ...(await explainCredited(deps, unit, order, attribution)) }
  })
}

async function explainCredited(
  deps: Pick<AppDeps, 'clock'>,
  unit: RetailerUnit,
  { orderId }: OrderRow,
  { programId, policyHash, ruleContext, roomMicros, steps }: Credited,
): Promise<Pick<OrderExplanation, 'steps' | 'rules' | 'amounts' | 'potUnderRulesInForce'>> {
  const state = foldOrder(await unit.orders.facts(orderId))
  const versions = await unit.policies.versions(programId)
  const version = versions.find((one) => one.policyHash === policyHash)
  if (!version) throw new Problem('not_found')
  const later = await laterVersions(unit, { programId, policyHash })
  const result = pot(version.policy, state, ruleContext, later)
  const inForce = await policyInForce(unit, { programId, at: deps.clock.now() })
  const { tier, isNewCustomer, isFirstOrder, campaignIds } = ruleContext
  const { versionNo, effectiveFrom, policy } = version
  return {
    steps: [...steps, ...result.steps],
    rules: { versionNo, policyHash, effectiveFrom, policy, tier, isNewCustomer, isFirstOrder, campaignIds },
    amounts:
      result.outcome === 'pot'
        ? { counted: result.countedMicros, pot: result.potMicros, room: roomMicros ?? null }
        : null,
    potUnderRulesInForce:
      inForce.policyHash === policyHash ? null : potOrNull(inForce.policy, state, ruleContext),
  }
}

function potOrNull(policy: Policy, state: OrderState, context: Credited['ruleContext']): Micros | null {
  const result = pot(policy, state, context)
  return result.outcome === 'pot' ? result.potMicros : null
}
