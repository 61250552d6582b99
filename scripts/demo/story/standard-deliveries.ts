// Webhooks as a shop of its own make sends them by Standard Webhooks, signed by that standard's own library.

import { SECOND_MS } from '#domain/time.ts'
import { Webhook } from 'standardwebhooks'
import { decimalOf, subtotalCents, totalCents } from './carts.ts'
import type { Delivery } from './deliveries.ts'
import type { StoryOrder } from './orders.ts'
import type { StoryRefund } from './refunds.ts'
import { northwind } from './shops.ts'
import { landingPath, tokenOf, type FollowedLink } from './followed-link.ts'

/** An order.paid event. `at` is when it was bought. */
export function standardOrderPaid(order: StoryOrder, link: FollowedLink | undefined, at: Date): Delivery {
  const { source, cart, buyerEmail } = order
  const inCart = source.kind === 'token-in-cart' || source.kind === 'forged-token'
  return standardEvent(`order-paid-${order.number}`, 'order.paid', at, {
    id: order.number,
    currency: northwind.policy.currency,
    total: decimalOf(totalCents(cart)),
    subtotal: decimalOf(subtotalCents(cart)),
    ...(buyerEmail === undefined ? {} : { customer: { email: buyerEmail } }),
    ...(inCart ? { click_token: tokenOf(source, link) } : {}),
    landing_site: landingPath(source, link),
    ...(order.test ? { test: true } : {}),
  })
}

/** An order.refunded event. `at` is when it was given. */
export function standardOrderRefunded({ number, order, cents }: StoryRefund, at: Date): Delivery {
  return standardEvent(`order-refunded-${number}`, 'order.refunded', at, {
    order_id: order.number,
    refund_id: `R-${number}`,
    currency: northwind.policy.currency,
    amount: decimalOf(cents),
  })
}

/** Headers of a delivery sent at `sentAt`; a later copy carries the same id and a new timestamp. */
export function signStandard(
  { id, headers, body }: Delivery,
  secret: string,
  sentAt: Date,
): Record<string, string> {
  return {
    ...headers,
    'content-type': 'application/json',
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(sentAt.getTime() / SECOND_MS)),
    'webhook-signature': new Webhook(secret).sign(id, sentAt, body),
  }
}

/** An event of a type before it is signed; `at` is when it happened. */
export function standardEvent(id: string, type: string, at: Date, data: unknown): Delivery {
  return { id: `msg_${id}`, headers: {}, body: JSON.stringify({ type, timestamp: at.toISOString(), data }) }
}
