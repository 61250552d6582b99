// Reads Stripe's events. The whole event is signed, its type included, and still the state of the object in it decides:
// events come in any order, more than once, and some days late.

import type { DecodedDelivery } from '#ports/commerce.ts'
import {
  stripeCharge,
  stripeDispute,
  stripeEvent,
  stripeInvoice,
  stripeInvoicePayment,
  stripePaymentIntent,
  stripeRefund,
  stripeSession,
} from '#schema/commerce/stripe-body.ts'
import type { z } from 'zod'
import { readJsonBody } from '../read-json-body.ts'
import { readInput } from '../refuse-input.ts'
import { disputeFacts, refundedSoFar, refundFacts } from './stripe-given-back.ts'
import { invoicePaid, paymentSucceeded, sessionPaid, type Told } from './stripe-paid.ts'

/** Why a delivery is kept and touches no order, as its shop reads it. */
export const RULE_TYPE_UNUSED =
  'Rewards are computed from checkout.session.completed and .async_payment_succeeded, invoice.paid, ' +
  'invoice_payment.paid, payment_intent.succeeded, charge.refunded, refund events and charge.dispute events only.'
const RULE_THIN_EVENT = 'A thin event carries no order; send snapshot events to this address.'
const RULE_NO_INVOICE = 'It names no payment of an invoice.'

/** Types of events that are read, with the reader of the object in each. */
const READERS: ReadonlyMap<string, (object: unknown, told: Told) => DecodedDelivery> = new Map([
  ...['checkout.session.completed', 'checkout.session.async_payment_succeeded'].map(
    (type) => [type, reader(stripeSession, sessionPaid)] as const,
  ),
  ['invoice.paid', reader(stripeInvoice, invoicePaid)],
  ['invoice_payment.paid', reader(stripeInvoicePayment, invoiceNames)],
  ['payment_intent.succeeded', reader(stripePaymentIntent, paymentSucceeded)],
  ['charge.refunded', reader(stripeCharge, refundedSoFar)],
  ...['refund.created', 'refund.updated', 'refund.failed', 'charge.refund.updated'].map(
    (type) => [type, reader(stripeRefund, refundFacts)] as const,
  ),
  ...['created', 'updated', 'closed', 'funds_withdrawn', 'funds_reinstated'].map(
    (change) => [`charge.dispute.${change}`, reader(stripeDispute, disputeFacts)] as const,
  ),
])

/** Those types, for whoever asks for events: a list of Stripe's takes twenty at most. */
export const STRIPE_EVENT_TYPES: readonly string[] = [...READERS.keys()]

/**
 * Decodes a verified event to the facts of one order. Throws `body_malformed` or `input_invalid` (with JSON pointers) for
 * what it cannot read; other events are skipped.
 */
export function decodeStripeEvent(rawBody: Uint8Array): DecodedDelivery {
  return decodeStripeObject(readJsonBody(rawBody))
}

/** The same for an event that was parsed: of a webhook, or of the list of events. */
export function decodeStripeObject(body: unknown): DecodedDelivery {
  if (typeof body === 'object' && body !== null && 'object' in body && body.object === 'v2.core.event')
    return { kind: 'skipped', rule: RULE_THIN_EVENT }
  const { type, created, livemode, data } = readInput(stripeEvent, body)
  const read = READERS.get(type)
  return read ? read(data.object, { at: created, livemode }) : { kind: 'skipped', rule: RULE_TYPE_UNUSED }
}

function reader<Read>(
  schema: z.ZodType<Read>,
  decode: (object: Read, told: Told) => DecodedDelivery,
): (object: unknown, told: Told) => DecodedDelivery {
  return (object, told) => decode(readInput(schema, object, '/data/object'), told)
}

/** Which payment paid an invoice: from then on both mean one order. */
function invoiceNames({ invoice, payment }: z.output<typeof stripeInvoicePayment>): DecodedDelivery {
  if (invoice === undefined || payment.payment_intent === undefined)
    return { kind: 'skipped', rule: RULE_NO_INVOICE }
  return { kind: 'names', externalOrderId: invoice, otherNames: [payment.payment_intent] }
}
