// One order of Stripe by its number: events are listed for thirty days, and what they told of stays. Each object is read as
// the event that told of it would have been, so that one decoder reads both.

import { SECOND_MS } from '#domain/time.ts'
import type { CredentialsOf, ShopFetch } from '#ports/shop-api.ts'
import { stripeObjects, stripePaidIntent, stripePaidInvoice } from '#schema/commerce/stripe-objects.ts'
import { messageBody, readAnswer, refuseStatus } from '../shop-answers.ts'

import type { Instant } from '#domain/order-facts.ts'
import type { WebhookRequest } from '#ports/commerce.ts'
import type { z } from 'zod'

/** The version whose objects are read, so that a shop's own default changes nothing: the first with an invoice's payments. */
const STRIPE_VERSION = '2025-03-31.basil'

/** Objects of a list: the most that Stripe gives, and more than one payment has disputes. */
const LIST_MAX = 100

/** Payments of one invoice that are read. */
const PAYMENTS_MAX = 10

const NOT_FOUND = 404

const SENTENCES = {
  unknown: 'Stripe does not know this key.',
  forbidden:
    'Stripe does not let this key read single payments. Give it the permission Read on Payment Intents, Charges, Checkout Sessions, Invoices and Disputes, or on all of Core.',
  missing: "This is not the address of Stripe's interface.",
}

type Asking = {
  readonly shopFetch: ShopFetch
  readonly credentials: CredentialsOf<'stripe'>
  readonly now: Instant
}

/**
 * Reads the order that a payment (`pi_…`) or an invoice (`in_…`) is known by, as messages with all that stands of it now; none
 * where Stripe knows no such. Throws {@link ShopApiFailure} and nothing else for what a shop can do wrong.
 */
export async function readStripeOrder(
  shopFetch: ShopFetch,
  credentials: CredentialsOf<'stripe'>,
  { externalOrderId, now }: { readonly externalOrderId: string; readonly now: Instant },
): Promise<readonly WebhookRequest[]> {
  const asking = { shopFetch, credentials, now }
  if (externalOrderId.startsWith('pi_')) return readPayment(asking, externalOrderId)
  if (externalOrderId.startsWith('in_')) return readInvoice(asking, externalOrderId)
  return []
}

/** A payment: the session that took it, what it is by itself, what was given back of it, and its disputes. */
async function readPayment(asking: Asking, paymentId: string): Promise<readonly WebhookRequest[]> {
  const intent = await readOne(
    asking,
    `payment_intents/${encodeURIComponent(paymentId)}?expand%5B%5D=latest_charge`,
    stripePaidIntent,
  )
  const charge = intent?.latest_charge
  if (!intent || !charge) return []
  const { livemode } = intent
  const paid = { livemode, created: charge.created }
  const seen = { livemode, created: Math.floor(asking.now / SECOND_MS) }
  const sessions = await readList(asking, 'checkout/sessions', { payment_intent: paymentId })
  const disputes =
    charge.disputed === true ? await readList(asking, 'disputes', { payment_intent: paymentId }) : []
  return [
    ...sessions.map((session) => eventOf('checkout.session.completed', session, paid)),
    eventOf('payment_intent.succeeded', intent, paid),
    ...(charge.amount_refunded > 0 ? [eventOf('charge.refunded', charge, seen)] : []),
    ...disputes.map((dispute) => eventOf('charge.dispute.updated', dispute, seen)),
  ]
}

/** An invoice: by itself, or with the session that began its subscription; and what became of its payments. */
async function readInvoice(asking: Asking, invoiceId: string): Promise<readonly WebhookRequest[]> {
  const path = `invoices/${encodeURIComponent(invoiceId)}?expand%5B%5D=payments`
  const invoice = await readOne(asking, path, stripePaidInvoice)
  const paidAt = invoice?.status_transitions?.paid_at
  if (!invoice || typeof paidAt !== 'number') return []
  const paid = { livemode: invoice.livemode, created: paidAt }
  const subscription = invoice.parent?.subscription_details?.subscription
  const isFirst = invoice.billing_reason === 'subscription_create' && subscription !== undefined
  const sessions = isFirst ? await readList(asking, 'checkout/sessions', { subscription }) : []
  const messages = [
    ...sessions.map((session) => eventOf('checkout.session.completed', session, paid)),
    eventOf('invoice.paid', invoice, paid),
  ]
  const payments = (invoice.payments?.data ?? []).slice(0, PAYMENTS_MAX)
  for (const { payment } of payments) {
    if (payment.payment_intent === undefined) continue
    const link = { id: invoice.id, invoice: invoice.id, payment }
    messages.push(eventOf('invoice_payment.paid', link, paid))
    messages.push(...(await readPayment(asking, payment.payment_intent)))
  }
  return messages
}

type Told = { readonly livemode: boolean; readonly created: number }

/** The object as an event of Stripe's would carry it; `created` in seconds. */
function eventOf(type: string, object: object, { livemode, created }: Told): WebhookRequest {
  const event = { object: 'event', type, created, livemode, data: { object } }
  return { headers: {}, rawBody: messageBody(event) }
}

async function readOne<T>(asking: Asking, path: string, schema: z.ZodType<T>): Promise<T | undefined> {
  const response = await ask(asking, path)
  if (response.status === NOT_FOUND) return undefined
  refuseStatus(response, SENTENCES)
  return readAnswer(schema, response)
}

async function readList(
  asking: Asking,
  path: string,
  filter: Readonly<Record<string, string>>,
): Promise<readonly object[]> {
  const query = new URLSearchParams({ limit: `${LIST_MAX}`, ...filter })
  const response = await ask(asking, `${path}?${query.toString()}`)
  refuseStatus(response, SENTENCES)
  return readAnswer(stripeObjects, response).data
}

function ask({ shopFetch, credentials: { address, apiKey } }: Asking, path: string) {
  return shopFetch({
    method: 'GET',
    url: `${address}/v1/${path}`,
    headers: { Authorization: `Bearer ${apiKey}`, 'Stripe-Version': STRIPE_VERSION },
  })
}
