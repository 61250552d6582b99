// What an order is worth to the person credited: `policy(eligible − refunded)`, capped.

import { factSteps } from './fact-steps.ts'
import { keptMicros } from './fold-order.ts'
import { BPS_PER_PERCENT, formatMicros, minMicros, mulBpsDown, ZERO_MICROS, type Micros } from './money.ts'
import { policyAmount } from './policy/amounts.ts'

import type { OrderState } from './order-facts.ts'
import type { Policy } from './policy.ts'
import type { TraceStep } from './trace.ts'

export type TargetReward = {
  readonly targetMicros: Micros
  readonly steps: readonly TraceStep[]
}

/** The right reward, in micros of the policy's currency, for the facts known so far. */
export function targetReward(policy: Policy, state: OrderState): TargetReward {
  const kept = keptMicros(state)
  const money = (amount: Micros): string => `${formatMicros(amount)} ${policy.currency}`
  const ruleReward = rewardOn(policy, kept)
  const cap = policyAmount(policy.perOrderCap)
  const targetMicros = minMicros(ruleReward, cap)

  const steps: TraceStep[] = [
    {
      step: 'rule',
      outcome: 'passed',
      sentence: ruleSentence(policy, money(kept), money(ruleReward)),
    },
  ]
  steps.push(...factSteps(state))
  if (targetMicros < ruleReward) {
    steps.push({
      step: 'caps',
      outcome: 'noted',
      sentence: `One order earns at most ${money(cap)}.`,
    })
  }
  return { targetMicros, steps }
}

function rewardOn(policy: Policy, kept: Micros): Micros {
  if (kept === 0n) return ZERO_MICROS
  return policy.reward.kind === 'percent'
    ? mulBpsDown(kept, policy.reward.bps)
    : policyAmount(policy.reward.amount)
}

function ruleSentence(policy: Policy, kept: string, reward: string): string {
  if (policy.reward.kind === 'flat')
    return `The program pays a fixed ${reward} for an order of which ${kept} was kept.`
  return `The program pays ${policy.reward.bps / BPS_PER_PERCENT} % of ${kept}: ${reward}.`
}
