// Webhooks as Shopify sends them: the REST shapes of Order and Refund, signed over the body alone.

import { createHmac } from 'node:crypto'
import { invariant } from '#domain/invariant.ts'
import { BPS_PER_ONE, CENTS_PER_UNIT, decimalOf, lineCents, subtotalCents, totalCents } from './carts.ts'
import type { CartLine } from './carts.ts'
import type { Delivery } from './deliveries.ts'
import type { StoryOrder } from './orders.ts'
import type { StoryRefund } from './refunds.ts'
import { birch, TAX_BPS } from './shops.ts'
import { landingPath, tokenOf, type FollowedLink } from './followed-link.ts'
import { writeJson } from './write-json.ts'

/** What Shopify's headers say of the sender. */
const API_VERSION = '2026-07'
const SHOP_DOMAIN = 'birch-and-bloom.myshopify.com'

/** Lines, refunds and payments have numbers of their own, far from those of orders. */
const FIRST_LINE = 14_800_000_000_000n
const FIRST_REFUND = 929_000_000_000n
const FIRST_PAYMENT = 6_500_000_000_000n

/** Lines of one order that get numbers before the next order's begin. */
const LINES_PER_ORDER = 100n

/** An orders/paid webhook. `at` is when it was bought. */
export function shopifyOrderPaid(order: StoryOrder, link: FollowedLink | undefined, at: Date): Delivery {
  const { cart } = order
  const tax = cart.lines.reduce((sum, line) => sum + line.taxCents, 0)
  const discount = cart.lines.reduce((sum, line) => sum + line.discountCents, 0)
  return {
    id: `orders-paid-${order.number}`,
    headers: { 'x-shopify-topic': 'orders/paid' },
    body: writeJson({
      id: BigInt(order.number),
      admin_graphql_api_id: `gid://shopify/Order/${order.number}`,
      name: `#${order.number.slice(-4)}`,
      cancelled_at: null,
      closed_at: null,
      created_at: instant(at),
      processed_at: instant(at),
      updated_at: instant(at),
      confirmed: true,
      currency: birch.policy.currency,
      presentment_currency: birch.policy.currency,
      financial_status: 'paid',
      fulfillment_status: null,
      taxes_included: false,
      test: order.test,
      subtotal_price: decimalOf(subtotalCents(cart)),
      subtotal_price_set: moneySet(subtotalCents(cart)),
      current_subtotal_price_set: moneySet(subtotalCents(cart)),
      total_discounts: decimalOf(discount),
      total_tax: decimalOf(tax),
      total_tax_set: moneySet(tax),
      total_price: decimalOf(totalCents(cart)),
      total_price_set: moneySet(totalCents(cart)),
      total_shipping_price_set: moneySet(cart.shippingCents),
      discount_codes:
        discount > 0 ? [{ code: 'WELCOME10', amount: decimalOf(discount), type: 'percentage' }] : [],
      email: order.buyerEmail ?? null,
      customer: order.buyerEmail === undefined ? null : { email: order.buyerEmail, verified_email: true },
      landing_site: landingPath(order.source, link),
      referring_site: null,
      note_attributes: noteAttributes(order, link),
      line_items: cart.lines.map((line, i) => ({
        ...lineItem(order, line, i),
        fulfillable_quantity: line.quantity,
      })),
      refunds: [],
    }),
  }
}

/** A refunds/create webhook: lines that came back, or goodwill as an adjustment. `at` is when it was given. */
export function shopifyRefundCreated(refund: StoryRefund, at: Date): Delivery {
  const { order, number, lines, cents } = refund
  const returned = lines.map((i) => ({ i, line: lineAt(order, i) }))
  const tax = returned.reduce((sum, { line }) => sum + line.taxCents, 0)
  const refundId = FIRST_REFUND + BigInt(number)
  return {
    id: `refunds-create-${number}`,
    headers: { 'x-shopify-topic': 'refunds/create' },
    body: writeJson({
      id: refundId,
      admin_graphql_api_id: `gid://shopify/Refund/${refundId}`,
      order_id: BigInt(order.number),
      created_at: instant(at),
      processed_at: instant(at),
      note: lines.length > 0 ? 'returned' : 'goodwill',
      restock: lines.length > 0,
      duties: [],
      refund_line_items: returned.map(({ i, line }) => ({
        id: FIRST_LINE * 2n + BigInt(number) * LINES_PER_ORDER + BigInt(i),
        line_item_id: lineNumber(order, i),
        line_item: lineItem(order, line, i),
        quantity: line.quantity,
        restock_type: 'return',
        subtotal: lineCents(line) / CENTS_PER_UNIT,
        subtotal_set: moneySet(lineCents(line)),
        total_tax: line.taxCents / CENTS_PER_UNIT,
        total_tax_set: moneySet(line.taxCents),
      })),
      transactions: [
        {
          id: FIRST_PAYMENT + BigInt(number),
          order_id: BigInt(order.number),
          kind: 'refund',
          gateway: 'shopify_payments',
          status: 'success',
          amount: decimalOf(cents + tax),
          currency: birch.policy.currency,
        },
      ],
      order_adjustments: lines.length > 0 ? [] : [goodwill(order, refundId, cents)],
    }),
  }
}

/** Headers that Shopify sends with a body, the signature among them. */
export function signShopify({ id, headers, body }: Delivery, secret: string): Record<string, string> {
  return {
    ...headers,
    'content-type': 'application/json',
    'x-shopify-hmac-sha256': createHmac('sha256', secret).update(body, 'utf8').digest('base64'),
    'x-shopify-shop-domain': SHOP_DOMAIN,
    'x-shopify-api-version': API_VERSION,
    'x-shopify-webhook-id': id,
  }
}

function goodwill(order: StoryOrder, refundId: bigint, cents: number) {
  return {
    order_id: BigInt(order.number),
    refund_id: refundId,
    amount: `-${decimalOf(cents)}`,
    amount_set: moneySet(-cents),
    tax_amount: '0.00',
    tax_amount_set: moneySet(0),
    reason: 'Refund discrepancy',
  }
}

function noteAttributes({ source }: StoryOrder, link: FollowedLink | undefined) {
  if (source.kind !== 'token-in-cart' && source.kind !== 'forged-token') return []
  return [
    { name: 'gift_wrap', value: 'no' },
    { name: '_ref', value: tokenOf(source, link) },
  ]
}

function lineItem(order: StoryOrder, line: CartLine, i: number) {
  return {
    id: lineNumber(order, i),
    title: line.title,
    quantity: line.quantity,
    price: decimalOf(line.unitCents),
    price_set: moneySet(line.unitCents),
    gift_card: false,
    taxable: true,
    discount_allocations: line.discountCents > 0 ? [{ amount: decimalOf(line.discountCents) }] : [],
    tax_lines: [
      {
        title: 'Sales tax',
        rate: TAX_BPS / BPS_PER_ONE,
        price: decimalOf(line.taxCents),
        price_set: moneySet(line.taxCents),
      },
    ],
  }
}

function lineNumber(order: StoryOrder, i: number): bigint {
  return FIRST_LINE + BigInt(order.number.slice(-4)) * LINES_PER_ORDER + BigInt(i)
}

function lineAt({ cart }: StoryOrder, i: number): CartLine {
  const line = cart.lines[i]
  invariant(line, 'a refund names lines of its order')
  return line
}

function moneySet(cents: number) {
  const amount = { amount: decimalOf(cents), currency_code: birch.policy.currency }
  return { shop_money: amount, presentment_money: amount }
}

/** Shopify writes whole seconds with an offset. */
function instant(at: Date): string {
  return `${at.toISOString().slice(0, 19)}+00:00`
}
