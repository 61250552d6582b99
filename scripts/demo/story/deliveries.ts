// From the story's orders and refunds to the webhooks that its two shops send.

import type { FollowedLink } from './followed-link.ts'
import type { StoryOrder } from './orders.ts'
import type { StoryRefund } from './refunds.ts'
import { shopifyOrderPaid, shopifyRefundCreated, signShopify } from './shopify-deliveries.ts'
import { shopOf, type Shop } from './shops.ts'
import { signStandard, standardOrderPaid, standardOrderRefunded } from './standard-deliveries.ts'

/** A webhook before it is signed; every copy of it has the same id and body. */
export type Delivery = {
  readonly id: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** The webhook that says an order was paid. `link` is what the buyer followed, if anything. */
export function orderDelivery(order: StoryOrder, link: FollowedLink | undefined, at: Date): Delivery {
  return shopOf(order.shop).platform === 'shopify'
    ? shopifyOrderPaid(order, link, at)
    : standardOrderPaid(order, link, at)
}

/** The webhook that says a refund was given. */
export function refundDelivery(refund: StoryRefund, at: Date): Delivery {
  return shopOf(refund.order.shop).platform === 'shopify'
    ? shopifyRefundCreated(refund, at)
    : standardOrderRefunded(refund, at)
}

/** The headers of a delivery sent at `sentAt`, signed with the connection's secret. */
export function signDelivery(
  shop: Shop,
  delivery: Delivery,
  secret: string,
  sentAt: Date,
): Record<string, string> {
  return shop.platform === 'shopify' ? signShopify(delivery, secret) : signStandard(delivery, secret, sentAt)
}
