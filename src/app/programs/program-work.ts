// What is still under way in a program that comes to an end.

import type { BatchRowState } from '#ports/batch-rows.ts'
import type { RetailerUnit } from '#ports/retailer-store.ts'

/** Batches that are not over. */
export const OPEN_STATES: readonly BatchRowState[] = ['signed', 'open']

/** The longest hold of any version of the program's rules: an order can fall under each of them. */
export async function longestHoldSeconds(unit: RetailerUnit, programId: string): Promise<number> {
  const versions = await unit.policies.versions(programId)
  return Math.max(0, ...versions.map(({ policy }) => policy.holdSeconds))
}

/** Later than any reward is set aside for, so that those set aside are seen as well. */
const FAR_AWAY = Date.UTC(9999, 0)

/** Whether rewards wait to be reserved, for whatever reason. */
export async function isAnyWaiting(unit: RetailerUnit, programId: string): Promise<boolean> {
  return (await unit.rewards.waiting(programId, FAR_AWAY, 1)).length > 0
}

/** Whether anything is promised, or waits to be. */
export async function isUnderWay(unit: RetailerUnit, programId: string): Promise<boolean> {
  if (await isAnyWaiting(unit, programId)) return true
  if ((await unit.batches.inStates(programId, OPEN_STATES)).length > 0) return true
  return (await unit.journal.balances(programId)).reserved > 0n
}
