// What a program has reserved and granted so far, and what its budget leaves.

import { budgetLeft, wholeBudget } from '#domain/policy/budget.ts'
import { monthOf, startOfDay } from '#domain/policy/calendar.ts'
import { micros, ZERO_MICROS, type Micros } from '#domain/money.ts'

import { policyInForce } from './policy-in-force.ts'

import type { Instant } from '#domain/order-facts.ts'
import type { Spending } from '#domain/policy/loss-bound.ts'
import type { RetailerUnit } from '#ports/retailer-store.ts'

/** Rewards in line that are looked at to find the first which the budget can cover. */
const IN_LINE_MAX = 100

type ProgramAt = { readonly programId: string; readonly now: Instant }

/** What the program has reserved, has in line and has granted, in micros of the token. */
export async function readSpending(unit: RetailerUnit, { programId, now }: ProgramAt): Promise<Spending> {
  const { start } = monthOf(now)
  const sums = await unit.policies.grantedSince(programId, { monthStart: start, dayStart: startOfDay(now) })
  return { ...sums, ...(await readReserved(unit, { programId, now })) }
}

/** What a budget lets through. */
export type Budget = {
  /** What may still be reserved now. */
  readonly leftMicros: Micros
  /** The largest single reward that it can ever cover. */
  readonly wholeMicros: Micros
}

/** The budget of the rules in force now; undefined without one. */
export async function readBudget(unit: RetailerUnit, at: ProgramAt): Promise<Budget | undefined> {
  const { policy } = await policyInForce(unit, { programId: at.programId, at: at.now })
  const wholeMicros = wholeBudget(policy)
  if (wholeMicros === undefined) return undefined
  const { reservedThisMonthMicros, reservedEverMicros } = await readReserved(unit, at)
  const reserved = { thisMonthMicros: reservedThisMonthMicros, everMicros: reservedEverMicros }
  return { wholeMicros, leftMicros: budgetLeft(policy, reserved) ?? wholeMicros }
}

/** Whether a reward of this much, or one before it in line, has to wait for another month or a larger budget. */
export async function isOverBudget(
  unit: RetailerUnit,
  { waitingMicros, ...at }: ProgramAt & { readonly waitingMicros: Micros },
): Promise<boolean> {
  const budget = await readBudget(unit, at)
  if (budget === undefined || waitingMicros === ZERO_MICROS) return false
  if (waitingMicros > budget.wholeMicros) return true
  const line = await unit.rewards.waiting(at.programId, at.now, IN_LINE_MAX)
  const first = line.find((reward) => reward.waitingMicros <= budget.wholeMicros)
  return first !== undefined && first.waitingMicros > budget.leftMicros
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
