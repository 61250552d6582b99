// What of an order counts, and by which rule: its kept lines after exclusions, each given to the first rule that holds.

import { holdsForOrder, matchesProduct, type Product } from './match-rule.ts'

import type { RuleContext } from '../attribution.ts'
import type { OrderContents, OrderState } from '../order-facts.ts'
import type { Policy, PolicyRule } from '../policy.ts'

/** What one rule is computed from. Amounts are micros of the order's currency, as wide as they come. */
export type CountedByRule = {
  /** Undefined stands for the program's own reward, where no rule holds. */
  readonly rule: PolicyRule | undefined
  /** Of lines, shipping and tax. */
  readonly amount: bigint
  /** Of lines alone: a fixed reward takes more than shipping to be earned. */
  readonly lineAmount: bigint
  readonly pieces: number
}

/** Amounts that were kept and do not count, by reason; in micros of the order's currency. */
export type LeftOut = { readonly giftCards: bigint; readonly products: bigint; readonly storeCredit: bigint }

export type CountedAmounts = { readonly byRule: readonly CountedByRule[]; readonly leftOut: LeftOut }

type Sum = { amount: bigint; lineAmount: bigint; pieces: number }

/** Adds up what counts for each rule, in the order of the rules; the program's own reward comes last. */
export function countedAmounts(policy: Policy, state: OrderState, context: RuleContext): CountedAmounts {
  const held = (policy.rules ?? []).filter((rule) => holdsForOrder(rule.when, context))
  const sums = new Map<PolicyRule | undefined, Sum>()
  const sumOf = (product: Product): Sum => {
    const rule = held.find(
      ({ when }) => when.products === undefined || matchesProduct(when.products, product),
    )
    const sum = sums.get(rule) ?? { amount: 0n, lineAmount: 0n, pieces: 0 }
    sums.set(rule, sum)
    return sum
  }

  const { exclude = {} } = policy
  const leftOut = { giftCards: 0n, products: 0n, storeCredit: 0n }
  // Free pieces earn nothing, or giving them away would.
  for (const line of state.lines.filter(({ keptMicros }) => keptMicros > 0n)) {
    if (line.giftCard === true && exclude.giftCards !== false) leftOut.giftCards += line.keptMicros
    else if (matchesProduct(exclude.products ?? [], line)) leftOut.products += line.keptMicros
    else {
      const sum = sumOf(line)
      sum.amount += line.keptMicros
      sum.lineAmount += line.keptMicros
      sum.pieces += line.keptQuantity
    }
  }
  const rest =
    (exclude.shipping === false ? state.keptShippingMicros : 0n) +
    (exclude.tax === false ? state.keptTaxMicros : 0n)
  if (rest > 0n) sumOf({}).amount += rest

  const part = exclude.storeCredit === false ? WHOLE : partPaidWithMoney(state.contents)
  const byRule: CountedByRule[] = []
  for (const rule of [...held, undefined]) {
    const sum = sums.get(rule)
    if (sum === undefined) continue
    const amount = (sum.amount * part.paid) / part.total
    leftOut.storeCredit += sum.amount - amount
    byRule.push({ rule, amount, lineAmount: (sum.lineAmount * part.paid) / part.total, pieces: sum.pieces })
  }
  return { byRule, leftOut }
}

const WHOLE = { paid: 1n, total: 1n }

/** Store credit pays for every part of an order alike, so it is taken off each in proportion to the total. */
function partPaidWithMoney(contents: OrderContents | undefined): { paid: bigint; total: bigint } {
  const credit = contents?.storeCreditMicros ?? 0n
  const total = contents?.totalMicros ?? 0n
  if (credit <= 0n || total <= 0n) return WHOLE
  return { paid: credit < total ? total - credit : 0n, total }
}
