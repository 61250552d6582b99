// What is read of Shopify's webhook bodies (Admin REST shapes of Order and Refund). They carry a hundred fields more,
// and new ones appear with each version, so unknown fields are left alone.

import { z } from 'zod'
import { instantSchema } from './instant.ts'

/** Most lines read of an order or refund; Shopify's own carts end at 500. */
export const SHOPIFY_LINES_MAX = 2000

/** Most cart attributes read. */
const NOTE_ATTRIBUTES_MAX = 250

/** A 64-bit number, exact because the body was read with bigints. */
const shopifyId = z
  .union(
    [z.int().positive(), z.bigint().positive(), z.string().regex(/^[1-9]\d{0,19}$/)],
    'must be an id of Shopify',
  )
  .transform(String)

/** Signed decimal string; whether it fits its currency is checked where it is used. */
const amount = z.string().max(32)

/** An amount in the shop's own currency, whatever the buyer saw. */
const shopMoney = z.object({
  shop_money: z.object({
    amount,
    currency_code: z.string().regex(/^[A-Z]{3}$/, 'must be a currency code of three capital letters'),
  }),
})

export type ShopMoney = z.output<typeof shopMoney>

const text = z.string().max(16_384).nullish()

export const shopifyOrder = z.object({
  id: shopifyId,
  financial_status: z.string().max(32).nullable(),
  cancelled_at: instantSchema.nullish(),
  created_at: instantSchema,
  processed_at: instantSchema.nullish(),
  subtotal_price_set: shopMoney,
  total_price_set: shopMoney,
  taxes_included: z.boolean().nullish(),
  line_items: z
    .array(
      z.object({
        tax_lines: z
          .array(z.object({ price_set: shopMoney }))
          .max(SHOPIFY_LINES_MAX)
          .nullish(),
      }),
    )
    .max(SHOPIFY_LINES_MAX),
  email: text,
  customer: z.object({ email: text }).nullish(),
  note_attributes: z
    .array(z.object({ name: z.string().max(16_384), value: z.unknown() }))
    .max(NOTE_ATTRIBUTES_MAX)
    .nullish(),
  landing_site: text,
  test: z.boolean().nullish(),
})

/** The few fields that say an order was cancelled, so that a cancellation needs nothing else to be right. */
export const shopifyCancelledOrder = z.object({
  id: shopifyId,
  financial_status: z.string().max(32).nullable(),
  cancelled_at: instantSchema.nullable(),
})

export const shopifyRefund = z.object({
  id: shopifyId,
  order_id: shopifyId,
  created_at: instantSchema,
  processed_at: instantSchema.nullish(),
  refund_line_items: z
    .array(z.object({ subtotal_set: shopMoney, total_tax_set: shopMoney.nullish() }))
    .max(SHOPIFY_LINES_MAX),
  transactions: z
    .array(
      z.object({
        kind: z.string().max(32),
        status: z.string().max(32),
        amount,
        currency: z.string().max(3).nullish(),
      }),
    )
    .max(SHOPIFY_LINES_MAX),
  order_adjustments: z
    .array(
      z.object({
        amount_set: shopMoney,
        tax_amount_set: shopMoney.nullish(),
        kind: z.string().max(32).nullish(),
      }),
    )
    .max(SHOPIFY_LINES_MAX)
    .nullish(),
})

export type ShopifyOrder = z.output<typeof shopifyOrder>
export type ShopifyRefund = z.output<typeof shopifyRefund>
