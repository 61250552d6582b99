// The outbox's job after a policy was published: orders that wait for a currency rate are looked at again.

import { evaluateOrder } from '../orders/evaluate-order.ts'

import type { AppDeps } from '../deps.ts'

/** Orders read at once. */
const PAGE = 100

type EvaluateWaitingDeps = Pick<AppDeps, 'retailers' | 'clock' | 'random' | 'macs' | 'sealer'>

/** Evaluates each order of the program that waits for a rate, in a database transaction of its own. */
export async function evaluateWaiting(
  deps: EvaluateWaitingDeps,
  { retailerId, programId }: { readonly retailerId: string; readonly programId: string },
): Promise<void> {
  let after: string | undefined
  for (;;) {
    const page = { after, limit: PAGE }
    const waiting = await deps.retailers.transaction(retailerId, (unit) =>
      unit.policies.ordersWaitingForRate(programId, page),
    )
    for (const orderId of waiting) {
      await deps.retailers.transaction(retailerId, async (unit) => {
        const order = await unit.orders.lock(orderId)
        if (order?.outcome === 'waiting-for-rate') await evaluateOrder(deps, unit, order)
      })
    }
    if (waiting.length < PAGE) return
    after = waiting.at(-1)
  }
}
