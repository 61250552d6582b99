// The most that a program can cost in one month, from its rules and its pool: the smallest of its limits.

import { formatMicros, maxMicros, micros, ZERO_MICROS, type Micros } from '../money.ts'
import { policyAmount } from './amounts.ts'

import type { Policy } from '../policy.ts'

/** What has happened so far; all nothing for rules that are only being looked at. Micros of the token. */
export type Spending = {
  /** In this month's batches, less what was taken back. */
  readonly reservedThisMonthMicros: Micros
  readonly reservedEverMicros: Micros
  /** In line for a batch. */
  readonly waitingMicros: Micros
  /** Before refunds, on orders paid in this month and on this day. */
  readonly grantedThisMonthMicros: Micros
  readonly grantedTodayMicros: Micros
}

/** What the ledger itself enforces. Micros of the token. */
export type PoolLimits = {
  readonly availableMicros: Micros
  readonly rateCapacityMicros: Micros
  readonly rateMicrosPerDay: Micros
}

export type LossInput = {
  readonly month: { readonly days: number; readonly daysLeft: number }
  readonly spending?: Spending
  readonly pool?: PoolLimits
}

export type LossLimit = {
  readonly limit: 'caps.perDay' | 'caps.perMonth' | 'budget.perMonth' | 'budget.total' | 'pool' | 'pool.rate'
  /** The most that this limit alone lets through in the month. */
  readonly mostMicros: Micros
}

export type LossBound = {
  /** Undefined when nothing limits a month. */
  readonly mostMicros: Micros | undefined
  /** The name of the tightest limit for people. */
  readonly because: string | undefined
  /** All limits, the tightest first. */
  readonly limits: readonly LossLimit[]
  readonly sentence: string
}

const NOTHING_SPENT: Spending = {
  reservedThisMonthMicros: ZERO_MICROS,
  reservedEverMicros: ZERO_MICROS,
  waitingMicros: ZERO_MICROS,
  grantedThisMonthMicros: ZERO_MICROS,
  grantedTodayMicros: ZERO_MICROS,
}

/** How each limit is called for people. */
const NAMES: Readonly<Record<LossLimit['limit'], string>> = {
  'caps.perDay': 'the cap for each day',
  'caps.perMonth': 'the cap for each month',
  'budget.perMonth': 'the budget for each month',
  'budget.total': 'the whole budget',
  pool: 'the money in the pool',
  'pool.rate': 'the rate limit of the pool',
}

/** The bound and its reason. Orders paid in earlier months but told late count among what waits. */
export function lossBound(policy: Policy, input: LossInput): LossBound {
  const limits = limitsOf(policy, input).toSorted((a, b) => (a.mostMicros < b.mostMicros ? -1 : 1))
  const [tightest] = limits
  if (!tightest) {
    const sentence = `Nothing in these rules limits a month, only each order to ${policy.perOrderCap} ${policy.currency}.`
    return { mostMicros: undefined, because: undefined, limits, sentence }
  }
  const most = `${formatMicros(tightest.mostMicros)} ${policy.currency}`
  return {
    mostMicros: tightest.mostMicros,
    because: NAMES[tightest.limit],
    limits,
    sentence: `The most you can lose this month is ${most}: ${NAMES[tightest.limit]}.`,
  }
}

function limitsOf(
  policy: Policy,
  { month, spending = NOTHING_SPENT, pool }: LossInput,
): readonly LossLimit[] {
  const { caps = {}, budget = {} } = policy
  const { reservedThisMonthMicros: spent, waitingMicros: waiting } = spending
  const limits: LossLimit[] = []
  const add = (limit: LossLimit['limit'], still: bigint): void => {
    limits.push({ limit, mostMicros: micros(spent + still) })
  }
  if (caps.perMonth !== undefined) {
    add('caps.perMonth', waiting + left(policyAmount(caps.perMonth), spending.grantedThisMonthMicros))
  }
  if (caps.perDay !== undefined) {
    const perDay = policyAmount(caps.perDay)
    // Without orders yet, a whole month lies ahead.
    const days = spending === NOTHING_SPENT ? month.days : month.daysLeft + 1
    add('caps.perDay', waiting + left(perDay, spending.grantedTodayMicros) + perDay * BigInt(days - 1))
  }
  if (budget.perMonth !== undefined) add('budget.perMonth', left(policyAmount(budget.perMonth), spent))
  if (budget.total !== undefined) {
    add('budget.total', left(policyAmount(budget.total), spending.reservedEverMicros))
  }
  if (pool !== undefined) {
    add('pool', pool.availableMicros)
    add('pool.rate', pool.rateCapacityMicros + pool.rateMicrosPerDay * BigInt(month.daysLeft + 1))
  }
  return limits
}

function left(limit: Micros, used: Micros): Micros {
  return maxMicros(micros(limit - used), ZERO_MICROS)
}
