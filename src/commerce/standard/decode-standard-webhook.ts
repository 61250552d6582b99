// Reads the three events of a shop that signs by Standard Webhooks: order.paid, order.refunded, order.cancelled.

import type { Instant } from '#domain/order-facts.ts'
import type { DecodedDelivery, DecodedPaidFact } from '#ports/commerce.ts'
import {
  standardEvent,
  standardOrderCancelled,
  standardOrderPaid,
  standardOrderRefunded,
} from '#schema/commerce/standard-body.ts'
import { normalisedEmail } from '#schema/normalised-email.ts'
import { readCurrencyAmount } from '../currency-amounts.ts'
import { readJsonBody } from '../read-json-body.ts'
import { clickTokenReference, landingSiteReferences } from '../references.ts'
import { readInput, refuseInput } from '../refuse-input.ts'

/** Why a delivery is kept and touches no order, as its shop reads it. */
export const RULE_TYPE_UNUSED =
  'Rewards are computed from order.paid, order.refunded and order.cancelled only.'
export const RULE_REFUND_EMPTY = 'The refund gives nothing back that rewards are computed from.'

/**
 * Decodes a verified body `{type, timestamp, data}` to the facts of one order.
 * Throws `body_malformed` or `input_invalid` (with JSON pointers) for what it cannot read; other types are skipped.
 */
export function decodeStandardWebhook(rawBody: Uint8Array): DecodedDelivery {
  const event = readInput(standardEvent, readJsonBody(rawBody))
  switch (event.type) {
    case 'order.paid':
      return orderPaid(event.timestamp, event.data)
    case 'order.refunded':
      return orderRefunded(event.timestamp, event.data)
    case 'order.cancelled':
      return orderCancelled(event.timestamp, event.data)
    default:
      return { kind: 'skipped', rule: RULE_TYPE_UNUSED }
  }
}

function orderPaid(paidAt: Instant, data: unknown): DecodedDelivery {
  const order = readInput(standardOrderPaid, data, '/data')
  const eligibleMicros = readCurrencyAmount('/data/subtotal', order.subtotal, order.currency)
  const totalMicros = readCurrencyAmount('/data/total', order.total, order.currency)
  if (totalMicros < eligibleMicros) {
    refuseInput([{ field: '/data/total', reason: 'must not be smaller than the subtotal' }])
  }
  const clickToken = clickTokenReference(order.click_token)
  const buyerEmail = normalisedEmail(order.customer?.email ?? '')
  const fact: DecodedPaidFact = {
    kind: 'paid',
    factKey: 'paid',
    paidAt,
    currency: order.currency,
    eligibleMicros,
    totalMicros,
    references: [...(clickToken ? [clickToken] : []), ...landingSiteReferences(order.landing_site)],
    ...(buyerEmail ? { buyerEmail } : {}),
    test: order.test ?? false,
  }
  return { kind: 'facts', externalOrderId: order.id, facts: [fact] }
}

function orderRefunded(refundedAt: Instant, data: unknown): DecodedDelivery {
  const refund = readInput(standardOrderRefunded, data, '/data')
  const eligibleMicros = readCurrencyAmount('/data/amount', refund.amount, refund.currency)
  if (eligibleMicros === 0n) return { kind: 'skipped', rule: RULE_REFUND_EMPTY }
  return {
    kind: 'facts',
    externalOrderId: refund.order_id,
    facts: [
      {
        kind: 'refunded',
        factKey: `refund:${refund.refund_id}`,
        refundedAt,
        currency: refund.currency,
        eligibleMicros,
      },
    ],
  }
}

function orderCancelled(cancelledAt: Instant, data: unknown): DecodedDelivery {
  const order = readInput(standardOrderCancelled, data, '/data')
  return {
    kind: 'facts',
    externalOrderId: order.order_id,
    facts: [{ kind: 'cancelled', factKey: 'cancelled', cancelledAt }],
  }
}
