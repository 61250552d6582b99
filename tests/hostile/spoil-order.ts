// Orders, refunds and disputes as no shop should send them, in each platform's form: signed rightly, wrong inside.

import { sampleOrder } from '#commerce/sample-orders.ts'
import type { Platform } from '#ports/commerce.ts'
import type { Dice } from '../differential/dice.ts'
import {
  shopifyPaid,
  shopifyRefunded,
  standardPaid,
  standardRefunded,
  type Delivery,
} from '../support/webhooks.ts'
import { BAD_AMOUNTS, NASTY_TEXTS } from './bad-values.ts'
import type { Json } from '../integration/http/hostile-bodies.ts'

/** A delivery with one field replaced by what it may not be. */
export function spoilOrder(dice: Dice, platform: Platform): Delivery {
  const good = goodDelivery(dice, platform)
  const body = JSON.stringify(spoil(dice, JSON.parse(good.body) as Json))
  return { ...good, body: dice.chance(0.1) ? body.slice(0, dice.below(body.length)) : body }
}

function goodDelivery(dice: Dice, platform: Platform): Delivery {
  const id = `${1_000 + dice.below(50)}`
  const refund = { orderId: id, refundId: `${dice.below(100)}`, amount: '4.00' }
  const order = { id, subtotal: '20.00', landingSite: '/?ref=x', email: 'buyer@example.com' }
  switch (platform) {
    case 'standard':
      return dice.of([standardPaid(order), standardRefunded(refund)])
    case 'shopify':
      return dice.of([shopifyPaid(order), shopifyRefunded(refund), ...SHOPIFY_PRIVACY])
    case 'woocommerce':
      return wooDelivery(dice, id)
    case 'stripe':
      return stripeDelivery(dice, id)
  }
}

const sample = (platform: Platform, number: string): Delivery =>
  sampleOrder(platform, {
    number,
    amount: '20.00',
    currency: 'USD',
    clickToken: undefined,
    at: Date.now(),
    test: false,
  })

/** What the platform asks on behalf of a buyer, or of a shop that leaves. */
const SHOPIFY_PRIVACY: readonly Delivery[] = [
  'customers/redact',
  'customers/data_request',
  'shop/redact',
].map((topic) => ({
  topic,
  body: JSON.stringify({
    shop_id: 7,
    shop_domain: 'tea.myshopify.com',
    customer: { id: 9, email: 'buyer@example.com', phone: '' },
    orders_to_redact: [1_001],
    orders_requested: [1_001],
  }),
}))

function wooDelivery(dice: Dice, number: string): Delivery {
  const { body } = sample('woocommerce', number)
  const topic = dice.of([
    'order.created',
    'order.updated',
    'order.deleted',
    'order.restored',
    'coupon.created',
  ])
  const refunds = dice.of([[], [{ id: 5, reason: 'late', total: '-4.00' }]])
  const coupon_lines = dice.of([[], [{ id: 3, code: 'TEA10', discount: '2.00' }]])
  const order = JSON.parse(body) as Record<string, Json>
  return { topic, body: JSON.stringify({ ...order, refunds, coupon_lines }) }
}

function stripeDelivery(dice: Dice, number: string): Delivery {
  const { topic = '', body } = sample('stripe', number)
  const event = JSON.parse(body) as Record<string, Json>
  const money = { currency: 'usd', amount: 400, charge: `ch_${number}`, payment_intent: `pi_${number}` }
  const given: readonly (readonly [string, Json])[] = [
    [
      'charge.refunded',
      { id: `ch_${number}`, ...money, amount: 2_000, amount_refunded: 400, refunded: false },
    ],
    ['refund.created', { id: `re_${number}`, ...money, status: 'succeeded', created: 1_790_000_000 }],
    ['refund.failed', { id: `re_${number}`, ...money, status: 'failed', created: 1_790_000_000 }],
    ['charge.dispute.created', { id: `dp_${number}`, ...money, status: 'needs_response' }],
    ['charge.dispute.closed', { id: `dp_${number}`, ...money, status: 'lost' }],
  ]
  if (dice.chance(0.5)) return { topic, body }
  const [type, object] = dice.of(given)
  return {
    topic: type,
    body: JSON.stringify({ ...event, id: `evt_${dice.below(1_000)}`, type, data: { object } }),
  }
}

function spoil(dice: Dice, value: Json): Json {
  if (Array.isArray(value))
    return value.length > 0 && dice.chance(0.5)
      ? value.map((item: Json) => spoil(dice, item))
      : badField(dice)
  if (typeof value !== 'object' || value === null) return badField(dice)
  const entries = Object.entries(value)
  const at = dice.below(entries.length)
  return Object.fromEntries(
    entries.map(([name, field], i): [string, Json] => [name, i === at ? spoil(dice, field) : field]),
  )
}

function badField(dice: Dice): Json {
  return dice.of<Json>([null, true, [], {}, 7, -1.5, 1e21, ...BAD_AMOUNTS, ...NASTY_TEXTS])
}
