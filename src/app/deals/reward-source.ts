// What a reward is for: an order of the shop, or a deal; as the keyed hash that its evidence carries.

import type { OrderRow } from '#ports/order-rows.ts'
import type { RetailerUnit } from '#ports/retailer-store.ts'
import type { RewardRow } from '#ports/reward-rows.ts'

/** The order's or the deal's HMAC-SHA256, 32 bytes; the reward's tag is its first six. Undefined once it is erased. */
export async function rewardSource(
  unit: Pick<RetailerUnit, 'orders' | 'deals'>,
  { orderId, role }: Pick<RewardRow, 'orderId' | 'role'>,
): Promise<Pick<OrderRow, 'sourceOrder'> | undefined> {
  return role === 'deal' ? unit.deals.find(orderId) : unit.orders.find(orderId)
}
