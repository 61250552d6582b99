// The orders that a batch's header counts, by the reason for which each was counted as it was. The classes stand in the
// batch's evidence; their sums are the counts. They name nobody.

import { invariant } from './invariant.ts'
import { RULES_ABOUT_BUYERS } from './misuse/misuse-steps.ts'

import type { MisuseRule, MisuseVerdict } from './misuse/verdict.ts'
import type { Tier } from './policy.ts'
import type { TraceStep } from './trace.ts'
import type { OrderCounts } from './typed-data.ts'

/** How many orders of each reason; reasons without orders are left out. */
export type OrdersByReason = Readonly<Record<string, number>>

export type OrderClasses = {
  /** By tier of the leading person. */
  readonly rewarded: OrdersByReason
  /** Carried a recommendation, and earned nothing: by the rule against misuse or the step of the trace that stopped. */
  readonly rejected: OrdersByReason
  /** Of those rewarded: by the rule behind the open case, the strongest where there are several. */
  readonly underReview: OrdersByReason
  /** Nobody had recommended: by the step of the trace that stopped. */
  readonly notRecommended: OrdersByReason
}

/** What is asked of an order that a header counts. */
export type CountedOrder = {
  readonly isRewarded: boolean
  /** Whether it carried a recommendation. */
  readonly isRecommended: boolean
  /** Of the leading person, when somebody is credited. */
  readonly tier: Tier | null
  /** The first step that stopped, when nobody is. */
  readonly stopped: Pick<TraceStep, 'step' | 'facts'> | null
  /** Why its open cases were opened; none when nobody looks at it. */
  readonly reviewVerdicts: readonly Pick<MisuseVerdict, 'rule' | 'score'>[]
}

/** Reason of an order from before reasons were kept. */
const REASON_UNKNOWN = 'unknown'

/** Sorts the orders that one header counts into classes; each order is rewarded, rejected or not recommended. */
export function classifyOrders(orders: readonly CountedOrder[]): OrderClasses {
  const rewarded = orders.filter(({ isRewarded }) => isRewarded)
  const others = orders.filter(({ isRewarded }) => !isRewarded)
  return {
    rewarded: tally(rewarded.map(({ tier }) => tier ?? REASON_UNKNOWN)),
    rejected: tally(others.filter(({ isRecommended }) => isRecommended).map(stoppedBy)),
    underReview: tally(rewarded.flatMap(({ reviewVerdicts }) => strongestRule(reviewVerdicts))),
    notRecommended: tally(others.filter(({ isRecommended }) => !isRecommended).map(stoppedBy)),
  }
}

/** The counts that a header with these classes carries. */
export function countsOfClasses({
  rewarded,
  rejected,
  underReview,
  notRecommended,
}: OrderClasses): OrderCounts {
  const counts = { rewarded: total(rewarded), rejected: total(rejected), underReview: total(underReview) }
  return { seen: counts.rewarded + counts.rejected + total(notRecommended), ...counts }
}

/** Whether the classes say nothing that only the shop may know: neither of buyers' habits nor of what it looks into. */
export function isForEverybody({ rejected, underReview }: OrderClasses): boolean {
  const hidden: readonly string[] = RULES_ABOUT_BUYERS
  return Object.keys(underReview).length === 0 && !Object.keys(rejected).some((name) => hidden.includes(name))
}

function stoppedBy({ stopped }: CountedOrder): string {
  if (!stopped) return REASON_UNKNOWN
  const rule = stopped.step === 'fraud' ? stopped.facts?.['rule'] : undefined
  return typeof rule === 'string' ? rule : stopped.step
}

/** An order is one class, so that the classes add up; ties go to the rule that comes first. */
function strongestRule(verdicts: CountedOrder['reviewVerdicts']): readonly MisuseRule[] {
  const [strongest] = verdicts.toSorted((a, b) => b.score - a.score || (a.rule < b.rule ? -1 : 1))
  return strongest ? [strongest.rule] : []
}

function tally(reasons: readonly string[]): OrdersByReason {
  const orders = new Map<string, number>()
  for (const reason of reasons) orders.set(reason, (orders.get(reason) ?? 0) + 1)
  return Object.fromEntries([...orders].toSorted(([a], [b]) => (a < b ? -1 : 1)))
}

function total(byReason: OrdersByReason): bigint {
  let sum = 0n
  for (const orders of Object.values(byReason)) {
    invariant(Number.isSafeInteger(orders) && orders > 0, 'a class has orders')
    sum += BigInt(orders)
  }
  return sum
}
