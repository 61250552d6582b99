// What Stripe tells of money that went back: refunds one by one and all together, and disputes. Both name the payment, and
// say no more of the order than a sum of its total.

import type { DisputeClosedFact } from '#domain/order-facts.ts'
import { ZERO_MICROS } from '#domain/money.ts'
import type { DecodedDelivery, DecodedFact } from '#ports/commerce.ts'
import type { stripeCharge, StripeDispute, StripeRefund } from '#schema/commerce/stripe-body.ts'
import type { z } from 'zod'
import { readMinorUnits } from './stripe-amounts.ts'
import type { Told } from './stripe-paid.ts'

/** Why a delivery is kept and touches no order, as its shop reads it. */
export const RULE_NO_PAYMENT = 'It names neither a payment nor a charge.'
export const RULE_INQUIRY = 'The bank only asks; no money has moved.'

/** Statuses of a refund that gave nothing back in the end. */
const FAILED: ReadonlySet<string> = new Set(['failed', 'canceled'])

/**
 * How the statuses that end a dispute end it. A prevented one went back to the buyer before the bank decided. While an
 * appeal runs, the decision before it stands.
 */
const OUTCOMES: ReadonlyMap<string, DisputeClosedFact['outcome']> = new Map([
  ['won', 'won'],
  ['lost', 'lost'],
  ['prevented', 'lost'],
  ['appeal_needs_response', 'lost'],
  ['appeal_under_review', 'lost'],
])

/** One refund as it is now. It counts from the moment it is made until it fails; the same event may be told twice. */
export function refundFacts(refund: StripeRefund, { at }: Told): DecodedDelivery {
  const { id, created, currency } = refund
  const ofTotalMicros = readMinorUnits('amount', refund.amount, currency)
  const refunded: DecodedFact = {
    kind: 'refunded',
    factKey: `refund:${id}`,
    refundedAt: created,
    currency,
    eligibleMicros: ZERO_MICROS,
    ofTotalMicros,
  }
  const failed: DecodedFact = {
    kind: 'refund-failed',
    factKey: `refund-failed:${id}:${at}`,
    failedAt: at,
    refundId: id,
    refundedAt: created,
    ofTotalMicros,
  }
  return ofPayment(refund, FAILED.has(refund.status ?? '') ? [refunded, failed] : [refunded])
}

/** All that was given back of a charge so far. */
export function refundedSoFar(charge: z.output<typeof stripeCharge>, { at }: Told): DecodedDelivery {
  const { currency, invoice } = charge
  const refundedMicros = readMinorUnits('amount_refunded', charge.amount_refunded, currency)
  const fact: DecodedFact = {
    kind: 'refund-total',
    factKey: `refund-total:${at}:${refundedMicros}`,
    asOf: at,
    currency,
    refundedMicros,
  }
  return ofPayment({ payment_intent: charge.payment_intent, charge: charge.id }, [fact], invoice)
}

/** A dispute: opened, and closed once its status says so. An inquiry moves no money and is skipped. */
export function disputeFacts(dispute: StripeDispute, { at }: Told): DecodedDelivery {
  const { id, status, created: openedAt, currency } = dispute
  if (status.startsWith('warning_')) return { kind: 'skipped', rule: RULE_INQUIRY }
  const disputedMicros = readMinorUnits('amount', dispute.amount, currency)
  const opened: DecodedFact = {
    kind: 'dispute-opened',
    factKey: `dispute-opened:${id}:${disputedMicros}`,
    disputeId: id,
    openedAt,
    currency,
    disputedMicros,
  }
  const outcome = OUTCOMES.get(status)
  if (outcome === undefined) return ofPayment(dispute, [opened])
  const closed: DecodedFact = {
    kind: 'dispute-closed',
    factKey: `dispute-closed:${id}:${at}:${outcome}`,
    disputeId: id,
    closedAt: at,
    outcome,
  }
  return ofPayment(dispute, [opened, closed])
}

type Payment = { readonly payment_intent: string | undefined; readonly charge: string | undefined }

function ofPayment(
  { payment_intent: intent, charge }: Payment,
  facts: readonly DecodedFact[],
  invoice?: string,
): DecodedDelivery {
  const externalOrderId = intent ?? charge
  if (externalOrderId === undefined) return { kind: 'skipped', rule: RULE_NO_PAYMENT }
  return { kind: 'facts', externalOrderId, otherNames: invoice === undefined ? [] : [invoice], facts }
}
