// Reads Shopify's topics about orders, refunds and disputes. The topic header says how to read a body but is not signed,
// so the body's own state decides what is true: a replay under another topic changes nothing.

import { canonicalHash } from '#domain/policy.ts'
import { Problem } from '#domain/problem.ts'
import type { DecodedDelivery, DecodedFact, DecodedPaidFact, WebhookRequest } from '#ports/commerce.ts'
import {
  shopifyCancelledOrder,
  shopifyDispute,
  shopifyOrder,
  shopifyRefund,
} from '#schema/commerce/shopify-body.ts'
import type { ShopifyOrder, ShopifyRefund } from '#schema/commerce/shopify-body.ts'
import { readBuyerEmail } from '../buyer-email.ts'
import { readJsonBody } from '../read-json-body.ts'
import {
  clickTokenReference,
  couponReferences,
  landingSiteReferences,
  linkCodeReference,
  orderReferences,
} from '../references.ts'
import { readInput } from '../refuse-input.ts'
import { changedContents, contentsOfOrder } from './shopify-contents.ts'
import { disputeFacts } from './shopify-dispute.ts'
import { appUninstalled, customerAsks, customerRedacted, shopRedacted } from './shopify-privacy.ts'
import { productMessage, productsOfOrder } from './shopify-products.ts'
import { refundFact } from './shopify-refund.ts'

/** Name of the cart attribute that carries a click token. */
export const NOTE_ATTRIBUTE = '_ref'

/** Name of the cart attribute that carries a bare link code. */
const LINK_ATTRIBUTE = '_ref_code'

/** Values of `financial_status` that mean the buyer's money came in, whatever became of it. */
const PAID_STATUSES: ReadonlySet<string | null> = new Set(['paid', 'partially_refunded', 'refunded'])

/**
 * How long after the purchase an order's body may still be the purchase itself, in milliseconds: the shop's own apps tag
 * and note an order within a minute or two. A later body is a picture of the order after possible changes.
 */
const PURCHASE_MS = 120_000

/** Digits of a hash that tell two edits of one instant apart. */
const EDIT_HASH_LENGTH = 18

/** Why a delivery is kept and touches no order, as its shop reads it. */
export const RULE_TOPIC_UNUSED =
  'Rewards are computed from orders/paid, orders/updated, orders/cancelled, refunds/create, disputes/create and ' +
  'disputes/update only; products/create and products/update name products.'
export const RULE_EDIT_WITHOUT_AMOUNTS =
  'orders/edited names no amounts; they come with the orders/updated that follows it.'
export const RULE_NOT_PAID = 'The body does not say that the order is paid.'
export const RULE_NOT_CANCELLED = 'The body does not say that the order is cancelled.'
export const RULE_REFUND_EMPTY = 'The refund gives nothing back that rewards are computed from.'

/**
 * Decodes a verified request to the facts of one order, in the shop's own currency.
 * Throws `body_malformed` or `input_invalid` (with JSON pointers) for what it cannot read; other topics are skipped.
 */
export function decodeShopifyWebhook(request: WebhookRequest): DecodedDelivery {
  const topic = request.headers['x-shopify-topic']
  if (topic === undefined) {
    throw new Problem('input_invalid', { header: 'X-Shopify-Topic' })
  }
  const body = readJsonBody(request.rawBody)
  switch (topic) {
    case 'orders/paid':
    case 'orders/updated':
      return orderFacts(readInput(shopifyOrder, body))
    case 'orders/edited':
      return { kind: 'skipped', rule: RULE_EDIT_WITHOUT_AMOUNTS }
    case 'orders/cancelled':
      return orderCancelled(body)
    case 'refunds/create':
      return refundCreated(readInput(shopifyRefund, body))
    case 'products/create':
    case 'products/update':
      return productMessage(body)
    case 'disputes/create':
    case 'disputes/update':
      return disputeFacts(readInput(shopifyDispute, body))
    case 'customers/redact':
      return customerRedacted(body)
    case 'customers/data_request':
      return customerAsks(body)
    case 'shop/redact':
      return shopRedacted(body)
    case 'app/uninstalled':
      return appUninstalled(body)
    default:
      return { kind: 'skipped', rule: RULE_TOPIC_UNUSED }
  }
}

/** A whole order: its payment, what changed since, its refunds, its cancellation. */
function orderFacts(order: ShopifyOrder): DecodedDelivery {
  const undone = undoneFacts(order)
  if (!PAID_STATUSES.has(order.financial_status)) {
    // An order that was paid owes again when something is added: what went back of it counts all the same.
    return undone.length === 0
      ? { kind: 'skipped', rule: RULE_NOT_PAID }
      : { kind: 'facts', externalOrderId: order.id, facts: undone }
  }
  const edited = editedFact(order)
  return {
    kind: 'facts',
    externalOrderId: order.id,
    ...productsOfOrder(order),
    facts: [paidFact(order), ...(edited ? [edited] : []), ...undone],
  }
}

/** Its refunds and its cancellation. */
function undoneFacts(order: ShopifyOrder): readonly DecodedFact[] {
  const refunds = (order.refunds ?? []).map(refundFact).filter((fact) => fact !== undefined)
  const cancelledAt = order.cancelled_at ?? undefined
  return cancelledAt === undefined
    ? refunds
    : [...refunds, { kind: 'cancelled', factKey: 'cancelled', cancelledAt }]
}

function paidFact(order: ShopifyOrder): DecodedPaidFact {
  const { customer } = order
  const country = order.shipping_address?.country_code ?? order.billing_address?.country_code ?? ''
  return {
    kind: 'paid',
    factKey: 'paid',
    // Shopify has no instant of payment; this one is the same in every later body of the order.
    paidAt: order.processed_at ?? order.created_at,
    currency: order.subtotal_price_set.shop_money.currency_code,
    ...contentsOfOrder(order),
    references: referencesOf(order),
    ...readBuyerEmail(order.email, customer?.email),
    ...(customer?.id ? { customerId: customer.id } : {}),
    // The platform counts this order too.
    ...(typeof customer?.orders_count === 'number'
      ? { earlierOrders: Math.max(customer.orders_count - 1, 0) }
      : {}),
    ...(/^[A-Z]{2}$/.test(country) ? { country } : {}),
    test: order.test ?? false,
  }
}

/** The order as it is now, when its body is later than the purchase and its lines can be counted. */
function editedFact(order: ShopifyOrder): DecodedFact | undefined {
  const editedAt = order.updated_at ?? undefined
  const paidAt = order.processed_at ?? order.created_at
  if (editedAt === undefined || editedAt <= paidAt + PURCHASE_MS) return undefined
  const contents = changedContents(order)
  if (!contents) return undefined
  const currency = order.subtotal_price_set.shop_money.currency_code
  const text = JSON.stringify(contents, (_, value: unknown) =>
    typeof value === 'bigint' ? `${value}` : value,
  )
  const hash = canonicalHash(text).slice(0, EDIT_HASH_LENGTH)
  return { kind: 'edited', factKey: `edited:${editedAt}:${hash}`, editedAt, currency, ...contents }
}

function referencesOf(order: ShopifyOrder): DecodedPaidFact['references'] {
  const attributes = (order.note_attributes ?? []).map(({ name, value }) => {
    if (name === NOTE_ATTRIBUTE) return clickTokenReference(value)
    return name === LINK_ATTRIBUTE ? linkCodeReference(value) : undefined
  })
  return orderReferences([
    ...attributes,
    ...landingSiteReferences(order.landing_site),
    ...couponReferences((order.discount_codes ?? []).map(({ code }) => code)),
  ])
}

function orderCancelled(body: unknown): DecodedDelivery {
  const order = readInput(shopifyCancelledOrder, body)
  if (order.cancelled_at === null) return { kind: 'skipped', rule: RULE_NOT_CANCELLED }
  return {
    kind: 'facts',
    externalOrderId: order.id,
    facts: [{ kind: 'cancelled', factKey: 'cancelled', cancelledAt: order.cancelled_at }],
  }
}

function refundCreated(refund: ShopifyRefund): DecodedDelivery {
  const fact = refundFact(refund)
  if (!fact) return { kind: 'skipped', rule: RULE_REFUND_EMPTY }
  return { kind: 'facts', externalOrderId: refund.order_id, facts: [fact] }
}
