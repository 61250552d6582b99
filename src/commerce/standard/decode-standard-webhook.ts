// Reads the events of a shop that signs by Standard Webhooks: what became of its orders, and leads.

import { canonicalHash } from '#domain/policy.ts'
import type { Instant } from '#domain/order-facts.ts'
import type { DecodedDelivery, DecodedFact, DecodedPaidFact } from '#ports/commerce.ts'
import {
  standardDisputeClosed,
  standardDisputeOpened,
  standardDiscount,
  standardEvent,
  standardLeadCreated,
  standardOrderCancelled,
  standardOrderEdited,
  standardOrderPaid,
  standardOrderRefunded,
  standardProduct,
  standardRefundFailed,
  standardRefundTotal,
} from '#schema/commerce/standard-body.ts'
import { readBuyerEmail } from '../buyer-email.ts'
import { readCurrencyAmount } from '../currency-amounts.ts'
import { readJsonBody } from '../read-json-body.ts'
import { readInput } from '../refuse-input.ts'
import { standardContents, standardReferences, standardRefundAmounts } from './standard-order.ts'

/** Why a delivery is kept and touches no order, as its shop reads it. */
export const RULE_TYPE_UNUSED =
  'Rewards are computed from order.paid, order.edited, order.refunded, order.refund_failed, order.refund_total, ' +
  'order.cancelled, order.dispute_opened and order.dispute_closed; lead.created is counted; product.updated, ' +
  'discount.created and discount.ended are for stories. Nothing else is read.'
export const RULE_REFUND_EMPTY = 'The refund gives nothing back that rewards are computed from.'

/** Digits of a hash that tell two edits of one instant apart. */
const EDIT_HASH_LENGTH = 18

/**
 * Decodes a verified body `{type, timestamp, data}` to the facts of one order, or to a lead.
 * Throws `body_malformed` or `input_invalid` (with JSON pointers) for what it cannot read; other types are skipped.
 */
export function decodeStandardWebhook(rawBody: Uint8Array): DecodedDelivery {
  const { type, timestamp, data } = readInput(standardEvent, readJsonBody(rawBody))
  const decode = DECODERS.get(type)
  return decode ? decode(timestamp, data) : { kind: 'skipped', rule: RULE_TYPE_UNUSED }
}

type Decode = (at: Instant, data: unknown) => DecodedDelivery

const DECODERS: ReadonlyMap<string, Decode> = new Map<string, Decode>([
  ['order.paid', orderPaid],
  ['order.edited', orderEdited],
  ['order.refunded', orderRefunded],
  ['order.refund_failed', refundFailed],
  ['order.refund_total', refundTotal],
  ['order.cancelled', orderCancelled],
  ['order.dispute_opened', disputeOpened],
  ['order.dispute_closed', disputeClosed],
  ['lead.created', leadCreated],
  ['product.updated', productUpdated],
  ['discount.created', (_at, data) => discount(data, 'valid')],
  ['discount.ended', (_at, data) => discount(data, 'ended')],
])

function productUpdated(_at: Instant, data: unknown): DecodedDelivery {
  const { id: reference, title, url, price: amount, currency } = readInput(standardProduct, data, '/data')
  const product = {
    reference,
    title,
    ...(url ? { url } : {}),
    ...(amount ? { price: { amount, ...(currency ? { currency } : {}) } } : {}),
  }
  return { kind: 'products', products: [product] }
}

function discount(data: unknown, state: 'valid' | 'ended'): DecodedDelivery {
  return { kind: 'discount', code: readInput(standardDiscount, data, '/data').code, state }
}

function oneFact(externalOrderId: string, fact: DecodedFact): DecodedDelivery {
  return { kind: 'facts', externalOrderId, facts: [fact] }
}

function orderPaid(paidAt: Instant, data: unknown): DecodedDelivery {
  const order = readInput(standardOrderPaid, data, '/data')
  const { customer } = order
  const fact: DecodedPaidFact = {
    kind: 'paid',
    factKey: 'paid',
    paidAt,
    currency: order.currency,
    ...standardContents(order),
    references: standardReferences(order),
    ...readBuyerEmail(customer?.email),
    ...(customer?.id ? { customerId: customer.id } : {}),
    ...(typeof customer?.earlier_orders === 'number' ? { earlierOrders: customer.earlier_orders } : {}),
    ...(order.country ? { country: order.country } : {}),
    ...(typeof order.checkout_started_at === 'number'
      ? { checkoutStartedAt: order.checkout_started_at }
      : {}),
    test: order.test ?? false,
  }
  const products = (order.lines ?? []).flatMap(({ product_id: id, sku, title, gift_card: isGiftCard }) => {
    const reference = id ?? sku
    return reference && title && isGiftCard !== true ? [{ reference, title }] : []
  })
  return {
    kind: 'facts',
    externalOrderId: order.id,
    facts: [fact],
    ...(products.length === 0 ? {} : { products }),
  }
}

function orderEdited(editedAt: Instant, data: unknown): DecodedDelivery {
  const edit = readInput(standardOrderEdited, data, '/data')
  const hash = canonicalHash(edit).slice(0, EDIT_HASH_LENGTH)
  return oneFact(edit.order_id, {
    kind: 'edited',
    factKey: `edited:${editedAt}:${hash}`,
    editedAt,
    currency: edit.currency,
    ...standardContents(edit),
  })
}

function orderRefunded(refundedAt: Instant, data: unknown): DecodedDelivery {
  const refund = readInput(standardOrderRefunded, data, '/data')
  const amounts = standardRefundAmounts(refund)
  const { eligibleMicros, lines = [], shippingMicros = 0n, taxMicros = 0n } = amounts
  const givesNothing = eligibleMicros + shippingMicros + taxMicros === 0n
  if (givesNothing && lines.every((line) => line.quantity === 0))
    return { kind: 'skipped', rule: RULE_REFUND_EMPTY }
  return oneFact(refund.order_id, {
    kind: 'refunded',
    factKey: `refund:${refund.refund_id}`,
    refundedAt,
    currency: refund.currency,
    ...amounts,
  })
}

function refundFailed(failedAt: Instant, data: unknown): DecodedDelivery {
  const refund = readInput(standardRefundFailed, data, '/data')
  const factKey = `refund-failed:${refund.refund_id}` as const
  return oneFact(refund.order_id, { kind: 'refund-failed', factKey, failedAt })
}

function refundTotal(asOf: Instant, data: unknown): DecodedDelivery {
  const total = readInput(standardRefundTotal, data, '/data')
  const refundedMicros = readCurrencyAmount('/data/refunded', total.refunded, total.currency)
  return oneFact(total.order_id, {
    kind: 'refund-total',
    factKey: `refund-total:${asOf}:${refundedMicros}`,
    asOf,
    currency: total.currency,
    refundedMicros,
  })
}

function orderCancelled(cancelledAt: Instant, data: unknown): DecodedDelivery {
  const order = readInput(standardOrderCancelled, data, '/data')
  return oneFact(order.order_id, { kind: 'cancelled', factKey: 'cancelled', cancelledAt })
}

function disputeOpened(openedAt: Instant, data: unknown): DecodedDelivery {
  const dispute = readInput(standardDisputeOpened, data, '/data')
  const disputedMicros = readCurrencyAmount('/data/amount', dispute.amount, dispute.currency)
  return oneFact(dispute.order_id, {
    kind: 'dispute-opened',
    factKey: `dispute-opened:${dispute.dispute_id}:${disputedMicros}`,
    disputeId: dispute.dispute_id,
    openedAt,
    currency: dispute.currency,
    disputedMicros,
  })
}

function disputeClosed(closedAt: Instant, data: unknown): DecodedDelivery {
  const { order_id, dispute_id, outcome } = readInput(standardDisputeClosed, data, '/data')
  return oneFact(order_id, {
    kind: 'dispute-closed',
    factKey: `dispute-closed:${dispute_id}:${closedAt}:${outcome}`,
    disputeId: dispute_id,
    closedAt,
    outcome,
  })
}

function leadCreated(happenedAt: Instant, data: unknown): DecodedDelivery {
  const lead = readInput(standardLeadCreated, data, '/data')
  return { kind: 'lead', externalLeadId: lead.id, happenedAt, references: standardReferences(lead) }
}
