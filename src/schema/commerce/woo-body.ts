// What is read of WooCommerce's webhook bodies (REST API version 3, the shape of an order). Shops' extensions add fields of
// their own, so unknown fields are left alone.

import { z } from 'zod'
import { instantSchema } from './instant.ts'

/** Most lines read of a body: as many as its 1 MiB can hold. */
const WOO_LINES_MAX = 65_536

/** Most refunds read of one order. */
const WOO_REFUNDS_MAX = 1_000

/** Most notes that extensions attach; shops with many of them have a few hundred. */
const WOO_META_MAX = 10_000

/** Most discount codes of one order. */
const WOO_COUPONS_MAX = 250

/** WooCommerce writes universal time without saying so: `2026-03-01T12:00:00`. */
const LOCAL_INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}$/
const wooInstant = z
  .string()
  .transform((text) => (LOCAL_INSTANT.test(text) ? `${text}Z` : text))
  .pipe(instantSchema)

/** Decimal string, with a minus where money goes back; whether it fits its currency is checked where it is used. */
const amount = z.string().max(32)

const text = z.string().max(16_384).nullish()

const wooId = z.int('must be a number of WooCommerce').positive('must be a number of WooCommerce')

const wooLine = z.object({
  id: wooId,
  name: text,
  product_id: z.int().min(0).nullish(),
  quantity: z.number(),
  /** Of all its pieces, after discounts, without tax. */
  total: amount,
  sku: text,
})

export const wooOrder = z.object({
  id: wooId,
  status: z.string().max(64),
  currency: z.string().regex(/^[A-Z]{3}$/, 'must be a currency code of three capital letters'),
  date_modified_gmt: wooInstant,
  date_paid_gmt: wooInstant.nullish(),
  total: amount,
  total_tax: amount.nullish(),
  shipping_total: amount.nullish(),
  customer_id: z.int().min(0).nullish(),
  billing: z.object({ email: text, country: z.string().max(64).nullish() }).nullish(),
  shipping: z.object({ country: z.string().max(64).nullish() }).nullish(),
  line_items: z.array(wooLine).max(WOO_LINES_MAX),
  fee_lines: z
    .array(z.object({ total: amount }))
    .max(WOO_LINES_MAX)
    .nullish(),
  coupon_lines: z
    .array(z.object({ code: z.string().max(16_384).nullish() }))
    .max(WOO_COUPONS_MAX)
    .nullish(),
  refunds: z
    .array(z.object({ id: wooId, total: amount }))
    .max(WOO_REFUNDS_MAX)
    .nullish(),
  meta_data: z
    .array(z.object({ key: z.string().max(16_384), value: z.unknown() }))
    .max(WOO_META_MAX)
    .nullish(),
})

/** `order.deleted` names the order alone. */
export const wooDeletedOrder = z.strictObject({ id: wooId })

export type WooOrder = z.output<typeof wooOrder>
