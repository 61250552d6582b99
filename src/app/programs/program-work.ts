// What is still under way in a program that comes to an end.

import { foldOrder } from '#domain/fold-order.ts'
import type { BatchRowState } from '#ports/batch-rows.ts'
import type { RetailerUnit } from '#ports/retailer-store.ts'

/** Batches that are not over. */
export const OPEN_STATES: readonly BatchRowState[] = ['signed', 'open']

/** The longest hold of any version of the program's rules: an order can fall under each of them. */
export async function longestHoldSeconds(unit: RetailerUnit, programId: string): Promise<number> {
  const versions = await unit.policies.versions(programId)
  return Math.max(0, ...versions.map(({ policy }) => policy.holdSeconds))
}

/** Orders that are counted at most: beyond that the number says no more to a person. */
const COUNTED_ORDERS_MAX = 100

/**
 * Orders of which something counts, up to `limit`, and that earn nothing until the program states a rate for their currency.
 */
export async function countWithoutRate(
  unit: RetailerUnit,
  programId: string,
  limit = COUNTED_ORDERS_MAX,
): Promise<number> {
  let count = 0
  let after: string | undefined
  for (;;) {
    const page = await unit.policies.ordersWaitingForRate(programId, { limit: COUNTED_ORDERS_MAX, after })
    for (const orderId of page) {
      const { cancelled, lines } = foldOrder(await unit.orders.facts(orderId))
      if (!cancelled && lines.some(({ keptMicros }) => keptMicros > 0n)) count += 1
      if (count === limit) return count
    }
    if (page.length < COUNTED_ORDERS_MAX) return count
    after = page.at(-1)
  }
}

/**
 * Whether anything is promised, or waits to be: for money, for the shop's look at what its key refused, for a currency rate, or for the job that reads a message. What
 * could not be read is no order yet.
 */
export async function isUnderWay(unit: RetailerUnit, programId: string): Promise<boolean> {
  if (await unit.rewards.isAnyWaiting(programId)) return true
  if ((await countWithoutRate(unit, programId, 1)) > 0) return true
  if ((await unit.deliveries.countIn('received')) > 0) return true
  if ((await unit.batches.inStates(programId, OPEN_STATES)).length > 0) return true
  return (await unit.journal.balances(programId)).reserved > 0n
}
