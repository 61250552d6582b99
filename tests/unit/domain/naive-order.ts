// What an order is worth, worked out in the plainest way from its final facts: fact by fact, micro by micro where a sum
// is spread. Shares nothing with the code under test.

import type { OrderFact } from '#domain/order-facts.ts'
import type { Policy, PolicyRule } from '#domain/policy.ts'

/** What the rule below is for; lines of random facts carry their number as product. */
const PRODUCT = 'b'

/** A percentage of its own for one product. */
export function ruleForProduct(bps: number): PolicyRule {
  return { name: 'b', when: { products: [PRODUCT] }, reward: { kind: 'percent', bps } }
}

export type NaiveLine = { readonly id: string; kept: bigint }

/** What is kept of each line; nothing for an order that is not paid. */
export function naiveKept(facts: readonly OrderFact[]): readonly NaiveLine[] {
  const bought = naiveContents(facts)
  if (!bought) return []
  const { lines, eligible, total } = bought
  if (facts.some((fact) => fact.kind === 'cancelled')) return lines.map(({ id }) => ({ id, kept: 0n }))

  let refunded = 0n
  let taken = 0n
  const named = new Map<string, bigint>()
  for (const fact of facts) {
    if (fact.kind !== 'refunded' || hasFailed(facts, fact.factKey)) continue
    refunded += fact.eligibleMicros
    const amounts = (fact.lines ?? []).map((line) => line.eligibleMicros as bigint)
    const scaled = sum(amounts) > fact.eligibleMicros ? deal(fact.eligibleMicros, amounts) : amounts
    for (const [i, line] of (fact.lines ?? []).entries()) {
      named.set(line.lineId, (named.get(line.lineId) ?? 0n) + scaled[i]!)
    }
  }
  const ofTotal = (amount: bigint): bigint =>
    amount >= total ? (amount > 0n ? eligible : 0n) : (amount * eligible) / total
  const given = max(refunded, ofTotal(latestTotal(facts))) + ofTotal(naiveDisputed(facts))

  const left = lines.map((line) => {
    const back = min(named.get(line.id) ?? 0n, line.amount)
    taken += back
    return line.amount - back
  })
  const spread = deal(min(max(given - taken, 0n), sum(left)), left)
  return lines.map((line, i) => ({ id: line.id, kept: left[i]! - spread[i]! }))
}

/** The reward for the final facts, for rules of this file; micros. */
export function naiveReward(policy: Policy, facts: readonly OrderFact[]): bigint {
  const kept = naiveKept(facts)
  const rule = policy.rules?.[0]
  const isByRule = ({ id }: NaiveLine): boolean => rule !== undefined && id === PRODUCT
  const byRule = sum(kept.filter(isByRule).map((line) => line.kept))
  const byProgram = sum(kept.filter((line) => !isByRule(line)).map((line) => line.kept))
  const ruleBps = rule?.reward.kind === 'percent' ? rule.reward.bps : 0
  const earned = (byRule * BigInt(ruleBps)) / 10_000n + naiveEarned(policy, byProgram)
  return min(earned, amountOf(policy.perOrderCap))
}

function naiveEarned({ reward }: Policy, kept: bigint): bigint {
  if (kept === 0n) return 0n
  return reward.kind === 'percent' ? (kept * BigInt(reward.bps)) / 10_000n : amountOf(reward.amount)
}

type Bought = {
  readonly eligible: bigint
  readonly total: bigint
  readonly lines: readonly { readonly id: string; readonly amount: bigint }[]
}

function naiveContents(facts: readonly OrderFact[]): Bought | undefined {
  const paid = facts.find((fact) => fact.kind === 'paid')
  if (!paid) return undefined
  let last: Extract<OrderFact, { kind: 'paid' | 'edited' }> = paid
  for (const fact of facts) {
    if (fact.kind !== 'edited') continue
    const isLater =
      last.kind === 'paid' ||
      fact.editedAt > last.editedAt ||
      (fact.editedAt === last.editedAt && fact.factKey > last.factKey)
    if (isLater) last = fact
  }
  const eligible = min(last.eligibleMicros, last.totalMicros)
  const amounts = (last.lines ?? []).map((line) => line.eligibleMicros as bigint)
  const ids = (last.lines ?? []).map((line) => line.lineId)
  const whole = 'whole order'
  if (!last.lines) return { eligible, total: last.totalMicros, lines: [{ id: whole, amount: eligible }] }
  const dealt = sum(amounts) > eligible ? deal(eligible, amounts) : amounts
  const lines = ids.map((id, i) => ({ id, amount: dealt[i]! }))
  const rest = eligible - sum(dealt)
  return {
    eligible,
    total: last.totalMicros,
    lines: rest > 0n ? [...lines, { id: whole, amount: rest }] : lines,
  }
}

function hasFailed(facts: readonly OrderFact[], refundKey: string): boolean {
  const id = refundKey.replace('refund:', '')
  return facts.some((fact) => fact.kind === 'refund-failed' && fact.factKey === `refund-failed:${id}`)
}

function latestTotal(facts: readonly OrderFact[]): bigint {
  let at = -1
  let amount = 0n
  for (const fact of facts) {
    if (fact.kind !== 'refund-total') continue
    if (fact.asOf > at || (fact.asOf === at && fact.refundedMicros > amount)) {
      at = fact.asOf
      amount = fact.refundedMicros
    }
  }
  return amount
}

function naiveDisputed(facts: readonly OrderFact[]): bigint {
  let disputed = 0n
  for (const id of ['d', 'e', 'later']) {
    let most = 0n
    let decision = { at: -1, key: '', outcome: 'lost' }
    for (const fact of facts) {
      if (fact.kind === 'dispute-opened' && fact.disputeId === id) most = max(most, fact.disputedMicros)
      if (fact.kind !== 'dispute-closed' || fact.disputeId !== id) continue
      const isLater =
        fact.closedAt > decision.at || (fact.closedAt === decision.at && fact.factKey > decision.key)
      if (isLater) decision = { at: fact.closedAt, key: fact.factKey, outcome: fact.outcome }
    }
    if (decision.outcome === 'lost') disputed += most
  }
  return disputed
}

/** Gives `amount` out by `weights`: whole shares first, then one each to whoever lacks most of a micro. */
function deal(amount: bigint, weights: readonly bigint[]): readonly bigint[] {
  const all = sum(weights)
  if (all === 0n) return weights.map(() => 0n)
  const shares = weights.map((weight) => (amount * weight) / all)
  const lacking = weights.map((weight) => (amount * weight) % all)
  for (let rest = amount - sum(shares); rest > 0n; rest -= 1n) {
    const next = lacking.indexOf(lacking.reduce(max))
    shares[next]! += 1n
    lacking[next] = -1n
  }
  return shares
}

function amountOf(text: string): bigint {
  const decimals = text.length - text.indexOf('.') - 1
  return BigInt(text.replace('.', '')) * 10n ** BigInt(6 - decimals)
}

function sum(amounts: readonly bigint[]): bigint {
  return amounts.reduce((all, amount) => all + amount, 0n)
}

function min(a: bigint, b: bigint): bigint {
  return a < b ? a : b
}

function max(a: bigint, b: bigint): bigint {
  return a > b ? a : b
}
