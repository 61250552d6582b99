// What a policy says against itself although every field has its form: each with its place and a sentence.

import { DAY_SECONDS } from '../time.ts'
import { policyAmount } from './amounts.ts'
import { covers, neverHolds } from './rule-overlap.ts'

import type { Policy, RewardRate } from '../policy.ts'

export type Contradiction = {
  /** Names and indices from the policy down. */
  readonly path: readonly (string | number)[]
  /** Reads after the field's name. */
  readonly message: string
}

/** Everything in a well-formed policy that contradicts something else in it; empty when nothing does. */
export function contradictionsOf(policy: Policy): readonly Contradiction[] {
  return [
    ...inAttribution(policy),
    ...inReward(policy, policy.reward, ['reward']),
    ...(policy.rules ?? []).flatMap((rule, index) =>
      inReward(policy, rule.reward, ['rules', index, 'reward']),
    ),
    ...inRules(policy),
    ...inLimits(policy),
    ...inTimes(policy),
    ...inTables(policy),
  ]
}

function inAttribution({ attribution }: Policy): readonly Contradiction[] {
  const { model, halfLifeDays, precedence, bindCustomerDays = 0 } = attribution
  const found: Contradiction[] = []
  if (halfLifeDays !== undefined && model !== 'time-decay') {
    found.push({ path: ['attribution', 'halfLifeDays'], message: 'belongs to the model time-decay only' })
  }
  if (precedence === undefined) return found
  const isBinding = precedence.includes('customer-binding')
  if (isBinding && bindCustomerDays === 0) {
    const path = ['attribution', 'precedence', precedence.indexOf('customer-binding')]
    found.push({ path, message: 'never counts while bindCustomerDays is 0' })
  }
  if (!isBinding && bindCustomerDays > 0) {
    const message = 'has no effect while precedence leaves customer-binding out'
    found.push({ path: ['attribution', 'bindCustomerDays'], message })
  }
  return found
}

function inReward(policy: Policy, reward: RewardRate, path: Contradiction['path']): readonly Contradiction[] {
  if (reward.kind === 'percent') return []
  const amount = policyAmount(reward.amount)
  if (amount > policyAmount(policy.perOrderCap)) {
    return [{ path: [...path, 'amount'], message: 'must not be more than perOrderCap' }]
  }
  const isOnce = reward.per !== 'item'
  if (isOnce && policy.minimumReward !== undefined && amount < policyAmount(policy.minimumReward)) {
    return [
      { path: [...path, 'amount'], message: 'must not be less than minimumReward: it would never be given' },
    ]
  }
  return []
}

function inRules(policy: Policy): readonly Contradiction[] {
  const rules = policy.rules ?? []
  return rules.flatMap((rule, index): readonly Contradiction[] => {
    const earlier = rules.slice(0, index)
    if (earlier.some(({ name }) => name === rule.name)) {
      return [{ path: ['rules', index, 'name'], message: 'is the name of an earlier rule' }]
    }
    const never = neverHolds(rule.when, policy)
    if (never) return [{ path: ['rules', index, 'when', never.field], message: never.message }]
    const cover = earlier.findIndex(({ when }) => covers(when, rule.when))
    if (cover < 0) return []
    const isSame = covers(rule.when, rules[cover]?.when ?? {})
    const message = isSame
      ? `says the same as rule ${cover}: only the first one decides`
      : `never decides: rule ${cover} comes first and holds whenever this one does`
    return [{ path: ['rules', index, 'when'], message }]
  })
}

type Limit = { readonly path: readonly [string, string]; readonly amount: bigint }

function inLimits(policy: Policy): readonly Contradiction[] {
  const perOrder = policyAmount(policy.perOrderCap)
  const minimum = policyAmount(policy.minimumReward ?? '0')
  const found: Contradiction[] = []
  if (perOrder < minimum)
    found.push({ path: ['perOrderCap'], message: 'must not be less than minimumReward' })
  for (const { path, amount } of [...limitsOf('caps', policy.caps), ...limitsOf('budget', policy.budget)]) {
    if (amount < minimum) found.push({ path, message: 'must not be less than minimumReward' })
    if (path[0] === 'budget' && amount < perOrder) {
      found.push({ path, message: 'must not be less than perOrderCap: one reward could wait for ever' })
    }
  }
  const { caps = {}, budget = {} } = policy
  const wider = [
    ['caps', 'perRecommenderMonth', caps.perRecommenderMonth, 'perRecommenderDay', caps.perRecommenderDay],
    ['caps', 'perCustomerMonth', caps.perCustomerMonth, 'perCustomerDay', caps.perCustomerDay],
    ['caps', 'perMonth', caps.perMonth, 'perDay', caps.perDay],
    ['caps', 'perDay', caps.perDay, 'perRecommenderDay', caps.perRecommenderDay],
    ['caps', 'perMonth', caps.perMonth, 'perRecommenderMonth', caps.perRecommenderMonth],
    ['caps', 'perDay', caps.perDay, 'perCustomerDay', caps.perCustomerDay],
    ['caps', 'perMonth', caps.perMonth, 'perCustomerMonth', caps.perCustomerMonth],
    ['budget', 'total', budget.total, 'perMonth', budget.perMonth],
  ] as const
  for (const [part, field, outer, innerField, inner] of wider) {
    if (outer === undefined || inner === undefined || policyAmount(outer) >= policyAmount(inner)) continue
    found.push({
      path: [part, field],
      message: `must not be less than ${innerField}, which could never be reached`,
    })
  }
  return found
}

function limitsOf(part: string, limits: Readonly<Record<string, string>> | undefined): readonly Limit[] {
  return Object.entries(limits ?? {}).map(([field, amount]) => ({
    path: [part, field] as const,
    amount: policyAmount(amount),
  }))
}

function inTimes({ holdSeconds, trustedHoldSeconds, misuse }: Policy): readonly Contradiction[] {
  const found: Contradiction[] = []
  if (trustedHoldSeconds !== undefined && trustedHoldSeconds > holdSeconds) {
    found.push({ path: ['trustedHoldSeconds'], message: 'must not be longer than holdSeconds' })
  }
  const shortest = trustedHoldSeconds ?? holdSeconds
  if (misuse?.reviewDays !== undefined && misuse.reviewDays * DAY_SECONDS > Math.min(shortest, holdSeconds)) {
    found.push({
      path: ['misuse', 'reviewDays'],
      message: 'must not be longer than the hold: it ends a review',
    })
  }
  return found
}

function inTables({ rates = {}, currency, tiers }: Policy): readonly Contradiction[] {
  const found: Contradiction[] = []
  if (Object.hasOwn(rates, currency)) {
    found.push({ path: ['rates', currency], message: 'is the currency of the pool, which needs no rate' })
  }
  if (tiers && tiers.megaFrom <= tiers.macroFrom) {
    found.push({ path: ['tiers', 'megaFrom'], message: 'must be more than macroFrom' })
  }
  return found
}
