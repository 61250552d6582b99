// A message that contradicts what stands of an order is not used; what it tried is kept for the shop to see.

import { contradiction, oldDeletion, raisesAmount } from '#domain/misuse/f17-contradiction.ts'

import { newId } from '../new-id.ts'

import type { OrderId } from '#domain/ids.ts'
import type { OrderFact } from '#domain/order-facts.ts'
import type { RetailerUnit } from '#ports/retailer-store.ts'

import type { AppDeps } from '../deps.ts'

/** Keeps the verdict on a fact that conflicts with the one under its key. */
export async function noteContradiction(
  deps: Pick<AppDeps, 'clock' | 'random'>,
  unit: RetailerUnit,
  { orderId, fact }: { readonly orderId: OrderId; readonly fact: OrderFact },
): Promise<void> {
  const standing = (await unit.orders.facts(orderId)).find((one) => one.factKey === fact.factKey)
  const isUpward = standing !== undefined && raisesAmount(standing, fact)
  await unit.reviews.addNotice({
    noticeId: newId(deps, unit.retailerId),
    orderId,
    verdict: contradiction({ contradicts: true, isUpward }),
    at: deps.clock.now(),
  })
}

/** Keeps that an order was told to be deleted in words that may be old. */
export async function noteOldDeletion(
  deps: Pick<AppDeps, 'clock' | 'random'>,
  unit: RetailerUnit,
  { orderId }: { readonly orderId: OrderId },
): Promise<void> {
  await unit.reviews.addNotice({
    noticeId: newId(deps, unit.retailerId),
    orderId,
    verdict: oldDeletion(),
    at: deps.clock.now(),
  })
}
