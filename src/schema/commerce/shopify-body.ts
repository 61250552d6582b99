// What is read of Shopify's webhook bodies (Admin REST shapes of Order and Refund). They carry a hundred fields more,
// and new ones appear with each version, so unknown fields are left alone.

import { z } from 'zod'
import { instantSchema } from './instant.ts'

/** Most lines read of a body: as many as its 1 MiB can hold; Shopify's own carts end at 500. */
const SHOPIFY_LINES_MAX = 65_536

/** Most refunds read of one order. */
const SHOPIFY_REFUNDS_MAX = 1_000

/** Most cart attributes read. */
const NOTE_ATTRIBUTES_MAX = 250

/** A 64-bit number, exact because the body was read with bigints. */
export const shopifyId = z
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

export const shopifyRefund = z.object({
  id: shopifyId,
  order_id: shopifyId,
  created_at: instantSchema,
  processed_at: instantSchema.nullish(),
  refund_line_items: z
    .array(
      z.object({
        line_item_id: shopifyId.nullish(),
        quantity: z.int().min(0).nullish(),
        subtotal_set: shopMoney,
        total_tax_set: shopMoney.nullish(),
      }),
    )
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

/** A line; without its number, pieces or price it cannot be counted by itself. */
const shopifyLine = z.object({
  id: shopifyId.nullish(),
  product_id: shopifyId.nullish(),
  sku: text,
  title: text,
  quantity: z.int().min(0).nullish(),
  /** Pieces that were not taken back, by a refund or an edit. */
  current_quantity: z.int().min(0).nullish(),
  /** Of one piece, before discounts. */
  price_set: shopMoney.nullish(),
  discount_allocations: z
    .array(z.object({ amount: amount.nullish(), amount_set: shopMoney.nullish() }))
    .max(SHOPIFY_LINES_MAX)
    .nullish(),
  gift_card: z.boolean().nullish(),
  tax_lines: z
    .array(z.object({ price_set: shopMoney }))
    .max(SHOPIFY_LINES_MAX)
    .nullish(),
})

/** `products/create` and `products/update`; prices are of the shop's currency. */
export const shopifyProduct = z.object({
  id: shopifyId,
  title: z.string().min(1).max(16_384),
  handle: z.string().max(255).nullish(),
  status: z.string().max(32).nullish(),
  variants: z
    .array(z.object({ price: amount.nullish() }))
    .max(SHOPIFY_LINES_MAX)
    .nullish(),
})

const shopifyAddress = z.object({ country_code: z.string().max(16).nullish() }).nullish()

export const shopifyOrder = z.object({
  id: shopifyId,
  financial_status: z.string().max(32).nullable(),
  cancelled_at: instantSchema.nullish(),
  created_at: instantSchema,
  processed_at: instantSchema.nullish(),
  subtotal_price_set: shopMoney,
  total_price_set: shopMoney,
  taxes_included: z.boolean().nullish(),
  total_shipping_price_set: shopMoney.nullish(),
  total_tax_set: shopMoney.nullish(),
  current_total_price_set: shopMoney.nullish(),
  updated_at: instantSchema.nullish(),
  line_items: z.array(shopifyLine).max(SHOPIFY_LINES_MAX),
  refunds: z.array(shopifyRefund).max(SHOPIFY_REFUNDS_MAX).nullish(),
  email: text,
  customer: z
    .object({ id: shopifyId.nullish(), email: text, orders_count: z.int().min(0).nullish() })
    .nullish(),
  shipping_address: shopifyAddress,
  billing_address: shopifyAddress,
  discount_codes: z
    .array(z.object({ code: z.string().max(16_384).nullish() }))
    .max(NOTE_ATTRIBUTES_MAX)
    .nullish(),
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

/** Shopify Payments' disputes; `amount` is of the order's total. */
export const shopifyDispute = z.object({
  id: shopifyId,
  order_id: shopifyId.nullish(),
  type: z.string().max(32).nullish(),
  amount,
  currency: z.string().regex(/^[A-Z]{3}$/, 'must be a currency code of three capital letters'),
  status: z.string().max(32),
  initiated_at: instantSchema,
  finalized_on: instantSchema.nullish(),
})

export type ShopifyOrder = z.output<typeof shopifyOrder>
export type ShopifyRefund = z.output<typeof shopifyRefund>
export type ShopifyDispute = z.output<typeof shopifyDispute>
