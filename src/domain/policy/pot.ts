// What an order is worth to all who are credited together: the policy's rules on what was kept, in the pool's currency,
// at most the cap for one order. A pure function of policy, facts and frozen context, so refunds in any order end alike.

import {
  BPS_PER_PERCENT,
  formatMicros,
  micros,
  minMicros,
  mulBpsDown,
  ZERO_MICROS,
  type Micros,
} from '../money.ts'
import { factSteps } from '../fact-steps.ts'
import { clampMicros, policyAmount } from './amounts.ts'
import { countedAmounts, type CountedAmounts, type CountedByRule } from './counted-amounts.ts'
import { convertDown, rateFor } from './currency-rate.ts'

import type { RuleContext } from '../attribution.ts'
import type { OrderState } from '../order-facts.ts'
import type { CurrencyRate, Policy } from '../policy.ts'
import type { TraceStep } from '../trace.ts'

export type Pot =
  | {
      readonly outcome: 'pot'
      /** For all credited together, in micros of the token. */
      readonly potMicros: Micros
      /** What it was computed from, in micros of the token. */
      readonly countedMicros: Micros
      readonly steps: readonly TraceStep[]
    }
  | { readonly outcome: 'waits-for-rate'; readonly currency: string; readonly steps: readonly TraceStep[] }

/**
 * The pot of a paid order for the facts known so far. `laterVersions` are the program's versions published after
 * `policy`, oldest first: they can give an order the currency rate that it waits for, and nothing else.
 */
export function pot(
  policy: Policy,
  state: OrderState,
  context: RuleContext,
  laterVersions: readonly Policy[] = [],
): Pot {
  const { paid } = state
  if (!paid) return nothing([])
  const notes = factSteps(state)
  if (state.cancelled) return nothing(notes)
  const rate =
    paid.currency === policy.currency ? undefined : rateFor(policy, paid.currency, paid.paidAt, laterVersions)
  if (rate === undefined && paid.currency !== policy.currency) {
    const sentence = `The order is in ${paid.currency}; its reward waits until the program states a rate for that currency.`
    return { outcome: 'waits-for-rate', currency: paid.currency, steps: [...notes, stop('pot', sentence)] }
  }
  const counted = countedAmounts(policy, state, context)
  return potOf(policy, counted, rate, [
    ...notes,
    ...leftOutNotes(counted, paid.currency),
    ...rateNotes(policy, counted, paid.currency, rate),
  ])
}

function potOf(
  policy: Policy,
  { byRule }: CountedAmounts,
  rate: CurrencyRate | undefined,
  notes: readonly TraceStep[],
): Pot {
  const money = moneyIn(policy.currency)
  const earned = byRule.map((counted) => earnedBy(policy, counted, rate)).filter((one) => one.counted > 0n)
  const countedMicros = clampMicros(earned.reduce((sum, one) => sum + one.counted, 0n))
  const steps = [...notes, ...earned.map(({ step }) => step)]
  if (countedMicros === ZERO_MICROS) {
    return nothing([
      ...notes,
      stop('rule', 'Nothing of the order is left that counts, so there is no reward.'),
    ])
  }
  const minimumOrder = policyAmount(policy.eligibility?.minimumOrder ?? '0')
  if (countedMicros < minimumOrder) {
    const sentence = `Orders below ${money(minimumOrder)} earn nothing; ${money(countedMicros)} of this one counts.`
    return { ...nothing([...notes, stop('rule', sentence)]), countedMicros }
  }
  const sum = clampMicros(earned.reduce((total, one) => total + one.micros, 0n))
  const cap = policyAmount(policy.perOrderCap)
  const potMicros = minMicros(sum, cap)
  if (potMicros < sum)
    steps.push({ step: 'pot', outcome: 'noted', sentence: `One order earns at most ${money(cap)}.` })
  const minimum = policyAmount(policy.minimumReward ?? '0')
  if (potMicros < minimum) {
    const sentence = `The program gives no reward below ${money(minimum)}; this would be ${money(potMicros)}.`
    return { ...nothing([...steps, stop('pot', sentence)]), countedMicros }
  }
  steps.push({
    step: 'pot',
    outcome: 'passed',
    sentence: `The order earns ${money(potMicros)}.`,
    facts: { pot: formatMicros(potMicros), counted: formatMicros(countedMicros), currency: policy.currency },
  })
  return { outcome: 'pot', potMicros, countedMicros, steps }
}

type Earned = { readonly counted: Micros; readonly micros: bigint; readonly step: TraceStep }

/** What one rule gives for its part of the order, with its sentence. */
function earnedBy(policy: Policy, counted: CountedByRule, rate: CurrencyRate | undefined): Earned {
  const money = moneyIn(policy.currency)
  const who = counted.rule === undefined ? 'The program' : `The rule “${counted.rule.name}”`
  const reward = counted.rule?.reward ?? policy.reward
  const part = convertDown(counted.amount, rate)
  const stepOf = (sentence: string, earned: bigint): TraceStep => ({
    step: 'rule',
    outcome: 'passed',
    sentence: `${who} ${sentence}`,
    facts: {
      counted: formatMicros(part),
      earned: formatMicros(clampMicros(earned)),
      currency: policy.currency,
    },
  })
  if (reward.kind === 'percent') {
    const earned = mulBpsDown(part, reward.bps)
    const sentence = `pays ${reward.bps / BPS_PER_PERCENT} % of ${money(part)}: ${money(earned)}.`
    return { counted: part, micros: earned, step: stepOf(sentence, earned) }
  }
  const amount = policyAmount(reward.amount)
  if (reward.per === 'item') {
    const earned = counted.lineAmount > 0n ? amount * BigInt(counted.pieces) : 0n
    const sentence = `pays ${money(amount)} for each of ${counted.pieces} pieces kept: ${money(clampMicros(earned))}.`
    return { counted: part, micros: earned, step: stepOf(sentence, earned) }
  }
  const earned = counted.lineAmount > 0n ? amount : ZERO_MICROS
  const sentence = `pays a fixed ${money(earned)} for an order of which ${money(part)} was kept.`
  return { counted: part, micros: earned, step: stepOf(sentence, earned) }
}

function leftOutNotes({ leftOut }: CountedAmounts, currency: string): readonly TraceStep[] {
  const money = moneyIn(currency)
  const notes: readonly (readonly [bigint, (amount: string) => string])[] = [
    [leftOut.giftCards, (amount) => `Gift cards of ${amount} do not count.`],
    [leftOut.products, (amount) => `Products of ${amount} are left out of the program.`],
    [leftOut.storeCredit, (amount) => `${amount} was paid with store credit and does not count.`],
  ]
  return notes
    .filter(([amount]) => amount > 0n)
    .map(([amount, sentence]) => ({
      step: 'rule',
      outcome: 'noted',
      sentence: sentence(money(clampMicros(amount))),
    }))
}

function rateNotes(
  policy: Policy,
  { byRule }: CountedAmounts,
  currency: string,
  rate: CurrencyRate | undefined,
): readonly TraceStep[] {
  const amount = byRule.reduce((sum, counted) => sum + counted.amount, 0n)
  if (rate === undefined || amount === 0n) return []
  const from = moneyIn(currency)(clampMicros(amount))
  const to = moneyIn(policy.currency)(convertDown(amount, rate))
  const sentence = `At the program's rate of ${rate.from}, ${from} counts as ${to}.`
  return [
    { step: 'rule', outcome: 'noted', sentence, facts: { rate: rate.rate, rateFrom: rate.from, currency } },
  ]
}

function moneyIn(currency: string): (amount: Micros) => string {
  return (amount) => `${formatMicros(amount)} ${currency}`
}

function stop(step: TraceStep['step'], sentence: string): TraceStep {
  return { step, outcome: 'stopped', sentence }
}

function nothing(steps: readonly TraceStep[]): Extract<Pot, { outcome: 'pot' }> {
  return { outcome: 'pot', potMicros: ZERO_MICROS, countedMicros: micros(0n), steps }
}
