// Webhooks as shops send them: bodies of both formats, signed with the connection's own secret.

import { createHmac, randomUUID } from 'node:crypto'

/** A body that says one thing of one order, and how to read it; sent twice, it is the same delivery. */
export type Delivery = { readonly topic?: string; readonly body: string }

export type PaidOrder = {
  readonly id: string
  /** After discounts, without shipping and tax: what rewards are computed from. */
  readonly subtotal: string
  /** USD when absent. */
  readonly currency?: string
  readonly clickToken?: string
  readonly landingSite?: string
  readonly email?: string
  /** When it was paid; now when absent. */
  readonly at?: Date
}

export type Refund = { readonly orderId: string; readonly refundId: string; readonly amount: string }

/** `order.paid` of a shop that signs by Standard Webhooks. */
export function standardPaid({
  id,
  subtotal,
  currency = 'USD',
  clickToken,
  landingSite,
  email,
  at = new Date(),
}: PaidOrder): Delivery {
  return standardEvent('order.paid', at, {
    id,
    currency,
    total: subtotal,
    subtotal,
    click_token: clickToken ?? null,
    landing_site: landingSite ?? null,
    customer: email === undefined ? null : { email },
  })
}

/** `order.refunded` of a shop that signs by Standard Webhooks. */
export function standardRefunded({ orderId, refundId, amount }: Refund, at = new Date()): Delivery {
  return standardEvent('order.refunded', at, {
    order_id: orderId,
    refund_id: refundId,
    currency: 'USD',
    amount,
  })
}

/** `order.edited` of a shop that signs by Standard Webhooks: the order's new worth. */
export function standardEdited(orderId: string, subtotal: string, at = new Date()): Delivery {
  return standardEvent('order.edited', at, { order_id: orderId, currency: 'USD', total: subtotal, subtotal })
}

/** `order.dispute_opened` of a shop that signs by Standard Webhooks. */
export function standardDisputed(orderId: string, amount: string, at = new Date()): Delivery {
  const dispute = { order_id: orderId, dispute_id: `d-${orderId}` }
  return standardEvent('order.dispute_opened', at, { ...dispute, currency: 'USD', amount })
}

/** `order.dispute_closed` of the dispute above. */
export function standardDecided(orderId: string, outcome: 'won' | 'lost', at = new Date()): Delivery {
  return standardEvent('order.dispute_closed', at, {
    order_id: orderId,
    dispute_id: `d-${orderId}`,
    outcome,
  })
}

/** `order.cancelled` of a shop that signs by Standard Webhooks. */
export function standardCancelled(orderId: string, at = new Date()): Delivery {
  return standardEvent('order.cancelled', at, { order_id: orderId })
}

/** `lead.created` of a shop that signs by Standard Webhooks: a sign-up. */
export function standardLead(id: string, clickToken: string, at = new Date()): Delivery {
  return standardEvent('lead.created', at, { id, click_token: clickToken })
}

/** Any event of a shop that signs by Standard Webhooks. */
export function standardEvent(type: string, at: Date, data: object): Delivery {
  return { body: JSON.stringify({ type, timestamp: at.toISOString(), data }) }
}

/** `orders/paid` of Shopify, with the fields that are read. */
export function shopifyPaid({
  id,
  subtotal,
  clickToken,
  landingSite,
  email,
  at = new Date(),
}: PaidOrder): Delivery {
  return {
    topic: 'orders/paid',
    body: JSON.stringify({
      id: Number(id),
      financial_status: 'paid',
      cancelled_at: null,
      created_at: at.toISOString(),
      processed_at: at.toISOString(),
      subtotal_price_set: shopMoney(subtotal),
      total_price_set: shopMoney(subtotal),
      taxes_included: false,
      test: false,
      email: email ?? null,
      landing_site: landingSite ?? null,
      note_attributes: clickToken === undefined ? [] : [{ name: '_ref', value: clickToken }],
      line_items: [],
    }),
  }
}

/** `refunds/create` of Shopify: one line that came back. */
export function shopifyRefunded({ orderId, refundId, amount }: Refund, at = new Date()): Delivery {
  return {
    topic: 'refunds/create',
    body: JSON.stringify({
      id: Number(refundId),
      order_id: Number(orderId),
      created_at: at.toISOString(),
      processed_at: at.toISOString(),
      refund_line_items: [{ subtotal_set: shopMoney(amount) }],
      transactions: [{ kind: 'refund', status: 'success', amount, currency: 'USD' }],
      order_adjustments: [],
    }),
  }
}

/** `orders/cancelled` of Shopify. */
export function shopifyCancelled(orderId: string, at = new Date()): Delivery {
  return {
    topic: 'orders/cancelled',
    body: JSON.stringify({
      id: Number(orderId),
      financial_status: 'refunded',
      cancelled_at: at.toISOString(),
    }),
  }
}

function shopMoney(amount: string) {
  return { shop_money: { amount, currency_code: 'USD' } }
}

/** Headers of a Standard Webhooks request: signature over id, timestamp and body (version 1.0.0). */
export function signStandard({ body }: Delivery, secret: string): Record<string, string> {
  const id = `msg_${randomUUID()}`
  const timestamp = String(Math.floor(Date.now() / 1000))
  const key = Buffer.from(secret.slice('whsec_'.length), 'base64')
  const signature = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')
  return {
    'content-type': 'application/json',
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': `v1,${signature}`,
  }
}

/** Headers of a Shopify request: HMAC over the body alone. */
export function signShopify({ topic, body }: Delivery, secret: string): Record<string, string> {
  return {
    'content-type': 'application/json',
    'x-shopify-topic': topic ?? '',
    'x-shopify-hmac-sha256': createHmac('sha256', secret).update(body).digest('base64'),
  }
}
