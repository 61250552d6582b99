// The most that a program can cost its shop this month, from its rules, its pool, and what has happened so far.

import { monthOf } from '#domain/policy/calendar.ts'
import { lossBound, type LossBound, type PoolLimits } from '#domain/policy/loss-bound.ts'
import { Problem } from '#domain/problem.ts'

import { policyInForce } from './policy-in-force.ts'
import { readSpending } from './read-spending.ts'

import type { Policy } from '#domain/policy.ts'
import type { RetailerUnit } from '#ports/retailer-store.ts'

import type { AppDeps } from '../deps.ts'

type LossDeps = Pick<AppDeps, 'retailers' | 'clock'>

export type LossInput = {
  readonly retailerId: string
  readonly programId: string
  /** Rules that are not published yet; absent: those in force. */
  readonly policy?: Policy
}

/** The bound with figures so far; throws `not_found` for an unknown program. */
export async function readLossBound(
  deps: LossDeps,
  { retailerId, programId, policy }: LossInput,
): Promise<LossBound> {
  const now = deps.clock.now()
  return deps.retailers.transaction(retailerId, async (unit) => {
    if (!(await unit.programs.program(programId))) throw new Problem('not_found')
    const rules = policy ?? (await policyInForce(unit, { programId, at: now })).policy
    const pool = await poolLimits(unit, programId)
    const spending = await readSpending(unit, { programId, now })
    return lossBound(rules, { month: monthOf(now), spending, ...(pool === undefined ? {} : { pool }) })
  })
}

async function poolLimits(unit: RetailerUnit, programId: string): Promise<PoolLimits | undefined> {
  const pool = await unit.pools.find(programId)
  if (!pool) return undefined
  const { rateCapacityMicros, rateMicrosPerDay } = pool.terms
  const { available } = await unit.journal.balances(programId)
  return { availableMicros: available, rateCapacityMicros, rateMicrosPerDay }
}
