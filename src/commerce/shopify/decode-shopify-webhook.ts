// Reads Shopify's orders/paid, orders/cancelled and refunds/create. The topic header says how to read a body but is not
// signed, so the body's own state decides what is true: a replay under another topic changes nothing.

import { Problem } from '#domain/problem.ts'
import type { DecodedDelivery, DecodedPaidFact, WebhookRequest } from '#ports/commerce.ts'
import { shopifyCancelledOrder, shopifyOrder, shopifyRefund } from '#schema/commerce/shopify-body.ts'
import type { ShopifyOrder, ShopifyRefund } from '#schema/commerce/shopify-body.ts'
import { normalisedEmail } from '#schema/normalised-email.ts'
import { readJsonBody } from '../read-json-body.ts'
import { clickTokenReference, landingSiteReferences, REFERENCES_MAX } from '../references.ts'
import { readInput } from '../refuse-input.ts'
import { eligibleOfOrder, eligibleOfRefund, isRefundMoney, totalOfOrder } from './shopify-amounts.ts'

/** Name of the cart attribute that carries a click token. */
export const NOTE_ATTRIBUTE = '_ref'

/** Values of `financial_status` that mean the buyer's money came in, whatever became of it. */
const PAID_STATUSES: ReadonlySet<string | null> = new Set(['paid', 'partially_refunded', 'refunded'])

/** Why a delivery is kept and touches no order, as its shop reads it. */
export const RULE_TOPIC_UNUSED =
  'Rewards are computed from orders/paid, orders/cancelled and refunds/create only.'
export const RULE_NOT_PAID = 'The body does not say that the order is paid.'
export const RULE_NOT_CANCELLED = 'The body does not say that the order is cancelled.'
export const RULE_REFUND_EMPTY = 'The refund gives nothing back that rewards are computed from.'
export const RULE_REFUND_FAILED = 'The money of the refund did not move.'

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
      return orderPaid(readInput(shopifyOrder, body))
    case 'orders/cancelled':
      return orderCancelled(body)
    case 'refunds/create':
      return refundCreated(readInput(shopifyRefund, body))
    default:
      return { kind: 'skipped', rule: RULE_TOPIC_UNUSED }
  }
}

function orderPaid(order: ShopifyOrder): DecodedDelivery {
  if (!PAID_STATUSES.has(order.financial_status)) return { kind: 'skipped', rule: RULE_NOT_PAID }
  const buyerEmail = normalisedEmail(order.email ?? '') ?? normalisedEmail(order.customer?.email ?? '')
  const paid: DecodedPaidFact = {
    kind: 'paid',
    factKey: 'paid',
    // Shopify has no instant of payment; this one is the same in every later body of the order.
    paidAt: order.processed_at ?? order.created_at,
    currency: order.subtotal_price_set.shop_money.currency_code,
    eligibleMicros: eligibleOfOrder(order),
    totalMicros: totalOfOrder(order),
    references: referencesOf(order),
    ...(buyerEmail ? { buyerEmail } : {}),
    test: order.test ?? false,
  }
  const cancelledAt = order.cancelled_at ?? undefined
  if (cancelledAt === undefined) return { kind: 'facts', externalOrderId: order.id, facts: [paid] }
  const cancelled = { kind: 'cancelled', factKey: 'cancelled', cancelledAt } as const
  return { kind: 'facts', externalOrderId: order.id, facts: [paid, cancelled] }
}

function referencesOf(order: ShopifyOrder): DecodedPaidFact['references'] {
  const attributes = (order.note_attributes ?? [])
    .filter(({ name }) => name === NOTE_ATTRIBUTE)
    .map(({ value }) => clickTokenReference(value))
    .filter((reference) => reference !== undefined)
  return [...attributes, ...landingSiteReferences(order.landing_site)].slice(0, REFERENCES_MAX)
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
  if (refund.transactions.some(({ kind }) => kind === 'refund') && !refund.transactions.some(isRefundMoney)) {
    return { kind: 'skipped', rule: RULE_REFUND_FAILED }
  }
  const eligible = eligibleOfRefund(refund)
  if (!eligible || eligible.eligibleMicros === 0n) return { kind: 'skipped', rule: RULE_REFUND_EMPTY }
  return {
    kind: 'facts',
    externalOrderId: refund.order_id,
    facts: [
      {
        kind: 'refunded',
        factKey: `refund:${refund.id}`,
        refundedAt: refund.processed_at ?? refund.created_at,
        ...eligible,
      },
    ],
  }
}
