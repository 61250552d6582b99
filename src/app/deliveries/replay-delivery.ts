// Reads a delivery once more: one that could not be read, say, after the reader has learned to. What was read before is
// read again without harm, since facts are only ever added.

import { retailerIdOf } from '#domain/ids.ts'
import { Problem } from '#domain/problem.ts'

import type { AppDeps } from '../deps.ts'

/** Throws `not_found` for an unknown delivery, another retailer's, and `delivery_forgotten` once its body was let go. */
export async function replayDelivery(
  { retailers }: Pick<AppDeps, 'retailers'>,
  { retailerId, deliveryId }: { readonly retailerId: string; readonly deliveryId: string },
): Promise<void> {
  if (retailerIdOf(deliveryId) !== retailerId) throw new Problem('not_found')
  await retailers.transaction(retailerId, async (unit) => {
    const delivery = await unit.deliveries.take(deliveryId)
    if (!delivery) throw new Problem('not_found')
    if (delivery.bodySealed.length === 0) throw new Problem('delivery_forgotten')
    await unit.deliveries.reopen(deliveryId)
    await unit.enqueue({ queue: 'process-delivery', data: { retailerId, deliveryId } })
  })
}
