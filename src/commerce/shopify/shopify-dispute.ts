// A dispute of Shopify Payments as facts of its order.

import type { DisputeClosedFact } from '#domain/order-facts.ts'
import type { DecodedDelivery, DecodedFact } from '#ports/commerce.ts'
import type { ShopifyDispute } from '#schema/commerce/shopify-body.ts'
import { readCurrencyAmount } from '../currency-amounts.ts'

export const RULE_DISPUTE_WITHOUT_ORDER = 'The dispute names no order.'
export const RULE_INQUIRY = 'The bank only asks; no money has moved.'

/**
 * How the statuses that end a dispute end it. When the charge was refunded instead, the refund says what was given back,
 * and the dispute itself takes nothing.
 */
const OUTCOMES: ReadonlyMap<string, DisputeClosedFact['outcome']> = new Map([
  ['won', 'won'],
  ['lost', 'lost'],
  ['accepted', 'lost'],
  ['charge_refunded', 'won'],
  // It never became a chargeback.
  ['prevented', 'won'],
])

/** Reads a dispute: opened, and closed once its status says so. An inquiry moves no money and is skipped. */
export function disputeFacts(dispute: ShopifyDispute): DecodedDelivery {
  const { id, order_id: orderId, status, initiated_at: openedAt } = dispute
  if (typeof orderId !== 'string') return { kind: 'skipped', rule: RULE_DISPUTE_WITHOUT_ORDER }
  if (dispute.type === 'inquiry') return { kind: 'skipped', rule: RULE_INQUIRY }
  const disputedMicros = readCurrencyAmount('/amount', dispute.amount, dispute.currency)
  const opened: DecodedFact = {
    kind: 'dispute-opened',
    factKey: `dispute-opened:${id}:${disputedMicros}`,
    disputeId: id,
    openedAt,
    currency: dispute.currency,
    disputedMicros,
  }
  const outcome = OUTCOMES.get(status)
  if (outcome === undefined) return { kind: 'facts', externalOrderId: orderId, facts: [opened] }
  const closedAt = dispute.finalized_on ?? openedAt
  const closed: DecodedFact = {
    kind: 'dispute-closed',
    factKey: `dispute-closed:${id}:${closedAt}:${outcome}`,
    disputeId: id,
    closedAt,
    outcome,
  }
  return { kind: 'facts', externalOrderId: orderId, facts: [opened, closed] }
}
