// What is read of Stripe's events: the envelope, and of the objects in it the few fields that tell of money. Stripe's
// versions add fields all the time and move some, so unknown fields are left alone and both places are read.

import { z } from 'zod'

/** Earliest and latest instants believed, in seconds since 1970: 2000 and 2100. */
const SECONDS_MIN = 946_684_800
const SECONDS_MAX = 4_102_444_800

/** Most lines of an invoice that an event carries. */
const LINES_MAX = 1_000

/** Seconds since 1970, read as milliseconds. */
const seconds = z
  .int()
  .min(SECONDS_MIN)
  .max(SECONDS_MAX)
  .transform((value) => value * 1_000)

/** Letters, digits and underscores behind a prefix that names the kind of object. */
const stripeId = z.string().regex(/^[A-Za-z0-9_]{1,255}$/, 'must be an id of Stripe')

/** An id, or the object that was put in its place; undefined when there is none. */
const reference = z
  .union([stripeId, z.object({ id: stripeId })])
  .nullish()
  .transform((value) => (typeof value === 'object' && value !== null ? value.id : (value ?? undefined)))

/** The id of a product or customer, which a shop may have chosen itself: `gold-plan`. */
const chosenId = z.string().min(1).max(255)
const chosenReference = z
  .union([chosenId, z.object({ id: chosenId })])
  .nullish()
  .transform((value) => (typeof value === 'object' && value !== null ? value.id : (value ?? undefined)))

/** Three letters, small as Stripe writes them; read as ISO 4217. */
const currency = z
  .string()
  .regex(/^[a-z]{3}$/, 'must be a currency code of three small letters')
  .transform((code) => code.toUpperCase())

/** Whole minor units of the currency. */
const amount = z.int().min(0)
const signedAmount = z.int()

/** Stripe's own limits are 50 names of 40 characters with values of 500. */
const metadata = z.record(z.string().max(64), z.string().max(512)).nullish()

const address = z.object({ country: z.string().max(64).nullish() }).nullish()
const email = z.string().max(16_384).nullish()

export const stripeEvent = z.object({
  object: z.string().max(64),
  type: z.string().max(128),
  created: seconds,
  livemode: z.boolean(),
  data: z.object({ object: z.unknown() }),
})

export const stripeSession = z.object({
  id: stripeId,
  mode: z.string().max(32),
  payment_status: z.string().max(32),
  created: seconds,
  currency: currency.nullish(),
  amount_total: amount.nullish(),
  total_details: z.object({ amount_shipping: amount.nullish(), amount_tax: amount.nullish() }).nullish(),
  payment_intent: reference,
  invoice: reference,
  client_reference_id: z.string().max(255).nullish(),
  metadata,
  customer: chosenReference,
  customer_email: email,
  customer_details: z.object({ email, address }).nullish(),
  collected_information: z.object({ shipping_details: z.object({ address }).nullish() }).nullish(),
  shipping_details: z.object({ address }).nullish(),
})

const invoiceLine = z.object({
  id: stripeId,
  /** Before discounts; with tax where prices include it. */
  amount: signedAmount,
  quantity: z.int().min(0).nullish(),
  discount_amounts: z.array(z.object({ amount })).max(LINES_MAX).nullish(),
  description: z.string().max(16_384).nullish(),
  /** The product, as versions since 2025 say it and as those before did. */
  pricing: z.object({ price_details: z.object({ product: chosenReference }).nullish() }).nullish(),
  price: z.object({ product: chosenReference }).nullish(),
})

export const stripeInvoice = z.object({
  id: stripeId,
  status: z.string().max(32).nullish(),
  billing_reason: z.string().max(64).nullish(),
  created: seconds,
  currency,
  total: signedAmount,
  total_excluding_tax: signedAmount.nullish(),
  amount_paid: amount,
  amount_shipping: amount.nullish(),
  lines: z.object({ data: z.array(invoiceLine).max(LINES_MAX), has_more: z.boolean().nullish() }).nullish(),
  status_transitions: z.object({ paid_at: seconds.nullish() }).nullish(),
  metadata,
  parent: z.object({ subscription_details: z.object({ metadata }).nullish() }).nullish(),
  subscription_details: z.object({ metadata }).nullish(),
  payment_intent: reference,
  payments: z
    .object({ data: z.array(z.object({ payment: z.object({ payment_intent: reference }) })).max(LINES_MAX) })
    .nullish(),
  customer: chosenReference,
  customer_email: email,
  customer_address: address,
  customer_shipping: z.object({ address }).nullish(),
})

export const stripeInvoicePayment = z.object({
  invoice: reference,
  payment: z.object({ payment_intent: reference }),
})

export const stripePaymentIntent = z.object({
  id: stripeId,
  status: z.string().max(64),
  created: seconds,
  currency,
  amount_received: amount,
  metadata,
  customer: chosenReference,
  receipt_email: email,
  shipping: z.object({ address }).nullish(),
})

export const stripeCharge = z.object({
  id: stripeId,
  payment_intent: reference,
  invoice: reference,
  currency,
  amount_refunded: amount,
})

export const stripeRefund = z.object({
  id: stripeId,
  status: z.string().max(64).nullish(),
  created: seconds,
  currency,
  amount,
  charge: reference,
  payment_intent: reference,
})

export const stripeDispute = z.object({
  id: stripeId,
  status: z.string().max(64),
  created: seconds,
  currency,
  amount,
  charge: reference,
  payment_intent: reference,
})

export type StripeSession = z.output<typeof stripeSession>
export type StripeInvoice = z.output<typeof stripeInvoice>
export type StripePaymentIntent = z.output<typeof stripePaymentIntent>
export type StripeRefund = z.output<typeof stripeRefund>
export type StripeDispute = z.output<typeof stripeDispute>
