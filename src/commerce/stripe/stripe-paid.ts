// Payments of Stripe: Checkout sessions, invoices, and payments that a shop takes without either.

import { maxMicros, micros, sumMicros, ZERO_MICROS, type Micros } from '#domain/money.ts'
import type { Instant, OrderContents, OrderLine } from '#domain/order-facts.ts'
import type { DecodedDelivery, DecodedPaidFact } from '#ports/commerce.ts'
import type { StripeInvoice, StripePaymentIntent, StripeSession } from '#schema/commerce/stripe-body.ts'
import { readBuyerEmail } from '../buyer-email.ts'
import { countedLines } from '../order-lines.ts'
import { readMinorUnits } from './stripe-amounts.ts'
import { isMarkedTest, isOrderByItself, stripeReferences, type Metadata } from './stripe-references.ts'

/** Why a delivery is kept and touches no order, as its shop reads it. */
export const RULE_SESSION_NOT_PAID = 'The session is not paid yet; when it is, another event tells so.'
export const RULE_SESSION_FREE = 'Nothing was paid.'
export const RULE_INVOICE_OF_SESSION =
  'A Checkout session tells of this invoice; without one, put vouchpenny=order into the metadata.'
export const RULE_PAYMENT_NOT_AN_ORDER =
  'A Checkout session or an invoice tells of this payment; without either, put vouchpenny=order into the metadata.'

/** How an event was told: when it happened, and whether it was in Stripe's sandbox. */
export type Told = { readonly at: Instant; readonly livemode: boolean }

/**
 * A Checkout session that is paid. Its order is known by the payment, which refunds and disputes name too, or by the
 * first invoice of a subscription.
 */
export function sessionPaid(session: StripeSession, told: Told): DecodedDelivery {
  const { payment_status: status, currency, amount_total: total, mode } = session
  if (status === 'unpaid') return { kind: 'skipped', rule: RULE_SESSION_NOT_PAID }
  const externalOrderId = session.payment_intent ?? session.invoice
  if (status !== 'paid' || mode === 'setup' || !currency || !total || externalOrderId === undefined)
    return { kind: 'skipped', rule: RULE_SESSION_FREE }
  const details = session.total_details
  const totalMicros = readMinorUnits('amount_total', total, currency)
  const shippingMicros = readMinorUnits(
    'total_details/amount_shipping',
    details?.amount_shipping ?? 0,
    currency,
  )
  const taxMicros = readMinorUnits('total_details/amount_tax', details?.amount_tax ?? 0, currency)
  const shipping = session.collected_information?.shipping_details ?? session.shipping_details
  const otherNames = [session.id, session.payment_intent, session.invoice].filter(
    (name) => name !== undefined && name !== externalOrderId,
  )
  return paid(externalOrderId, otherNames as readonly string[], {
    ...commonFact(told, session.metadata),
    currency,
    // Whether prices include the tax or not, this is what is left of the total for the lines.
    eligibleMicros: maxMicros(ZERO_MICROS, micros(totalMicros - shippingMicros - taxMicros)),
    totalMicros,
    shippingMicros,
    taxMicros,
    references: stripeReferences(session.metadata, session.client_reference_id),
    checkoutStartedAt: session.created,
    ...readBuyerEmail(session.customer_details?.email, session.customer_email),
    ...customerOf(session.customer),
    ...countryOf(shipping?.address?.country, session.customer_details?.address?.country),
  })
}

/** A paid invoice that no Checkout session tells of: of a subscription that goes on, or of a shop's own. */
export function invoicePaid(invoice: StripeInvoice, told: Told): DecodedDelivery {
  const { billing_reason: reason, currency } = invoice
  const ofSubscription = (invoice.parent ?? invoice).subscription_details?.metadata
  const metadata = { ...ofSubscription, ...invoice.metadata }
  const isRenewal = reason?.startsWith('subscription_') === true && reason !== 'subscription_create'
  if (!isRenewal && !isOrderByItself(metadata)) return { kind: 'skipped', rule: RULE_INVOICE_OF_SESSION }
  if (invoice.total <= 0) return { kind: 'skipped', rule: RULE_SESSION_FREE }
  const payments = (invoice.payments?.data ?? []).map(({ payment }) => payment.payment_intent)
  const otherNames = [invoice.payment_intent, ...payments].filter((name) => name !== undefined)
  return paid(invoice.id, otherNames, {
    ...commonFact({ ...told, at: invoice.status_transitions?.paid_at ?? told.at }, metadata),
    currency,
    ...invoiceContents(invoice),
    references: stripeReferences(metadata),
    ...readBuyerEmail(invoice.customer_email),
    ...customerOf(invoice.customer),
    ...countryOf(invoice.customer_shipping?.address?.country, invoice.customer_address?.country),
  })
}

/** A payment that the shop's own code takes. Stripe knows its sum alone; the metadata may say which part is of the lines. */
export function paymentSucceeded(intent: StripePaymentIntent, told: Told): DecodedDelivery {
  const { currency, metadata } = intent
  if (!isOrderByItself(metadata)) return { kind: 'skipped', rule: RULE_PAYMENT_NOT_AN_ORDER }
  if (intent.status !== 'succeeded') return { kind: 'skipped', rule: RULE_SESSION_NOT_PAID }
  if (intent.amount_received === 0) return { kind: 'skipped', rule: RULE_SESSION_FREE }
  const totalMicros = readMinorUnits('amount_received', intent.amount_received, currency)
  return paid(intent.id, [], {
    ...commonFact(told, metadata),
    currency,
    eligibleMicros: totalMicros,
    totalMicros,
    references: stripeReferences(metadata),
    checkoutStartedAt: intent.created,
    ...readBuyerEmail(intent.receipt_email),
    ...customerOf(intent.customer),
    ...countryOf(intent.shipping?.address?.country, undefined),
  })
}

function paid(
  externalOrderId: string,
  otherNames: readonly string[],
  fact: DecodedPaidFact,
): DecodedDelivery {
  return { kind: 'facts', externalOrderId, otherNames: [...new Set(otherNames)], facts: [fact] }
}

function commonFact({ at, livemode }: Told, metadata: Metadata) {
  return {
    kind: 'paid',
    factKey: 'paid',
    paidAt: at,
    test: isMarkedTest(metadata),
    ...(livemode ? {} : { sandbox: true }),
  } as const
}

/** What an invoice is made of; lines where each can be counted, in agreement with the sum. */
function invoiceContents(invoice: StripeInvoice): OrderContents {
  const { currency } = invoice
  const read = (field: string, amount: number): Micros => readMinorUnits(field, amount, currency)
  const totalMicros = read('total', invoice.total)
  const untaxed = read('total_excluding_tax', invoice.total_excluding_tax ?? invoice.total)
  const shippingMicros = read('amount_shipping', invoice.amount_shipping ?? 0)
  const paidMicros = read('amount_paid', invoice.amount_paid)
  const eligibleMicros = maxMicros(ZERO_MICROS, micros(untaxed - shippingMicros))
  const lines = invoiceLines(invoice, read)
  const isCounted =
    lines !== undefined && sumMicros(lines.map((line) => line.eligibleMicros)) === eligibleMicros
  return {
    eligibleMicros,
    totalMicros,
    ...(isCounted ? { lines } : {}),
    shippingMicros,
    taxMicros: maxMicros(ZERO_MICROS, micros(totalMicros - untaxed)),
    ...(paidMicros < totalMicros ? { storeCreditMicros: micros(totalMicros - paidMicros) } : {}),
  }
}

function invoiceLines(
  { lines }: StripeInvoice,
  read: (field: string, amount: number) => Micros,
): readonly OrderLine[] | undefined {
  if (lines?.has_more === true) return undefined
  const counted = countedLines(lines?.data)?.map((line, i) => {
    const discounts = (line.discount_amounts ?? []).reduce((sum, { amount }) => sum + amount, 0)
    const eligibleMicros = read(`lines/data/${i}/amount`, line.amount - discounts)
    const productId = line.pricing?.price_details?.product ?? line.price?.product
    if (typeof line.quantity !== 'number' || eligibleMicros < 0n) return undefined
    return { lineId: line.id, quantity: line.quantity, eligibleMicros, ...(productId ? { productId } : {}) }
  })
  return counted?.every((line) => line !== undefined) ? counted : undefined
}

function customerOf(customerId: string | undefined): Pick<DecodedPaidFact, 'customerId'> {
  return customerId === undefined ? {} : { customerId }
}

function countryOf(
  shipped: string | null | undefined,
  billed: string | null | undefined,
): Pick<DecodedPaidFact, 'country'> {
  const country = (shipped || billed) ?? ''
  return /^[A-Z]{2}$/.test(country) ? { country } : {}
}
