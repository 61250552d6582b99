// What a program has reserved and granted so far, and what its budget leaves.

import { budgetLeft } from '#domain/policy/budget.ts'
import { monthOf, startOfDay } from '#domain/policy/calendar.ts'
import { micros, type Micros } from '#domain/money.ts'

import { policyInForce } from './policy-in-force.ts'

import type { Instant } from '#domain/order-facts.ts'
import type { Spending } from '#domain/policy/loss-bound.ts'
import type { RetailerUnit } from '#ports/retailer-store.ts'

type ProgramAt = { readonly programId: string; readonly now: Instant }

/** What the program has reserved, has in line and has granted, in micros of the token. */
export async function readSpending(unit: RetailerUnit, { programId, now }: ProgramAt): Promise<Spending> {
  const { start } = monthOf(now)
  const sums = await unit.policies.grantedSince(programId, { monthStart: start, dayStart: startOfDay(now) })
  return { ...sums, ...(await readReserved(unit, { programId, now })) }
}

/** What may still be reserved under the budget of the rules in force now; undefined without a budget. */
export async function readBudgetLeft(unit: RetailerUnit, at: ProgramAt): Promise<Micros | undefined> {
  const { policy } = await policyInForce(unit, { programId: at.programId, at: at.now })
  if (policy.budget === undefined) return undefined
  const { reservedThisMonthMicros, reservedEverMicros } = await readReserved(unit, at)
  return budgetLeft(policy, { thisMonthMicros: reservedThisMonthMicros, everMicros: reservedEverMicros })
}

/** Whether the first reward in line has to wait for another month or a larger budget. */
export async function isOverBudget(unit: RetailerUnit, at: ProgramAt): Promise<boolean> {
  const left = await readBudgetLeft(unit, at)
  if (left === undefined) return false
  const [first] = await unit.rewards.waiting(at.programId, 1)
  return first !== undefined && first.waitingMicros > left
}

/**
 * The book knows what final blocks hold; batches signed since are added. A batch counts in the month in which it was
 * signed, less what was taken back from it at any time.
 */
async function readReserved(unit: RetailerUnit, { programId, now }: ProgramAt) {
  const { reserved, released } = await unit.journal.balances(programId)
  const signed = await unit.policies.signedMicros(programId)
  return {
    reservedThisMonthMicros: await unit.policies.reservedSince(programId, monthOf(now).start),
    reservedEverMicros: micros(reserved + released + signed),
  }
}
