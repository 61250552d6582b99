// How much of a program's budget is left: what goes beyond it waits in line and is lost to nobody.

import { maxMicros, micros, minMicros, ZERO_MICROS, type Micros } from '../money.ts'
import { policyAmount } from './amounts.ts'

import type { Policy } from '../policy.ts'

/** What may still be reserved under the budget, in micros of the token; undefined without one. */
export function budgetLeft(
  { budget }: Policy,
  reserved: { readonly thisMonthMicros: Micros; readonly everMicros: Micros },
): Micros | undefined {
  const ofMonth = budget?.perMonth === undefined ? undefined : left(budget.perMonth, reserved.thisMonthMicros)
  const ofAll = budget?.total === undefined ? undefined : left(budget.total, reserved.everMicros)
  if (ofMonth === undefined || ofAll === undefined) return ofMonth ?? ofAll
  return minMicros(ofMonth, ofAll)
}

/**
 * The budget before anything is taken from it: the largest single reward that it can ever cover, in micros; undefined
 * without one. Rewards of earlier versions may be larger, and wait for a larger budget.
 */
export function wholeBudget(policy: Policy): Micros | undefined {
  return budgetLeft(policy, { thisMonthMicros: ZERO_MICROS, everMicros: ZERO_MICROS })
}

function left(limit: string, used: Micros): Micros {
  return maxMicros(micros(policyAmount(limit) - used), ZERO_MICROS)
}
