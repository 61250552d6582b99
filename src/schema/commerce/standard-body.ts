// The bodies that shops of their own make sign by Standard Webhooks. Amounts are decimal strings in the order's currency.

import { z } from 'zod'
import { instantSchema } from './instant.ts'

/** A shop's own number of an order or refund: 1 to 128 visible ASCII characters. */
const externalId = z.string().regex(/^[\x21-\x7e]{1,128}$/, 'must be 1 to 128 visible ASCII characters')

/** ISO 4217. */
const currency = z.string().regex(/^[A-Z]{3}$/, 'must be a currency code of three capital letters')

/** Whether it fits its currency is checked where the currency is known. */
const amount = z.string().max(32)

/** Text that the buyer's side wrote; longer text is cut off by what reads it, up to here it is carried. */
const carriedText = z.string().max(16_384)

/** `timestamp` is when it happened; `data` is read by its type. */
export const standardEvent = z.strictObject({
  type: z.string().min(1).max(64),
  timestamp: instantSchema,
  data: z.unknown(),
})

/** ISO 3166-1 alpha-2. */
const country = z.string().regex(/^[A-Z]{2}$/, 'must be a country code of two capital letters')

/** Most pieces of one line. */
const QUANTITY_MAX = 1_000_000

/** Most lines read of a body: as many as its 1 MiB can hold; how many count one by one is decided later. */
const LINES_MAX = 65_536

/** Most discount codes of one order. */
const COUPONS_MAX = 32

const quantity = z.int().min(0).max(QUANTITY_MAX)

/** `subtotal` is of all its pieces together, after discounts, without tax. */
const line = z.strictObject({
  id: externalId,
  sku: z.string().max(255).nullish(),
  product_id: z.string().max(255).nullish(),
  title: z.string().max(1024).nullish(),
  quantity,
  subtotal: amount,
  gift_card: z.boolean().nullish(),
})

/** What was bought. `subtotal` is after discounts, without shipping and tax; `total` is what the buyer paid in all. */
const contents = {
  currency,
  total: amount,
  subtotal: amount,
  lines: z.array(line).max(LINES_MAX).nullish(),
  shipping: amount.nullish(),
  tax: amount.nullish(),
  store_credit: amount.nullish(),
}

/** What carries a reference to a recommender. */
const carriers = {
  click_token: carriedText.nullish(),
  link_code: carriedText.nullish(),
  landing_site: carriedText.nullish(),
  coupons: z.array(z.string().max(1024)).max(COUPONS_MAX).nullish(),
}

export const standardOrderPaid = z.strictObject({
  id: externalId,
  ...contents,
  ...carriers,
  customer: z
    .strictObject({
      id: externalId.nullish(),
      email: z.string().max(320).nullish(),
      earlier_orders: z.int().min(0).max(1_000_000_000).nullish(),
    })
    .nullish(),
  country: country.nullish(),
  checkout_started_at: instantSchema.nullish(),
  test: z.boolean().optional(),
})

export const standardOrderEdited = z.strictObject({ order_id: externalId, ...contents })

/** `amount` is the part of the refund that was in `subtotal`; with `lines` it may be left out and is their sum. */
export const standardOrderRefunded = z.strictObject({
  order_id: externalId,
  refund_id: externalId,
  currency,
  amount: amount.nullish(),
  lines: z
    .array(z.strictObject({ id: externalId, quantity, amount }))
    .max(LINES_MAX)
    .nullish(),
  shipping: amount.nullish(),
  tax: amount.nullish(),
})

export const standardRefundFailed = z.strictObject({ order_id: externalId, refund_id: externalId })

/** `refunded` is all that was given back of `total` so far, tax and shipping included. */
export const standardRefundTotal = z.strictObject({ order_id: externalId, currency, refunded: amount })

/** `amount` is of `total`, tax and shipping included. */
export const standardDisputeOpened = z.strictObject({
  order_id: externalId,
  dispute_id: externalId,
  currency,
  amount,
})

export const standardDisputeClosed = z.strictObject({
  order_id: externalId,
  dispute_id: externalId,
  outcome: z.enum(['won', 'lost']),
})

export const standardOrderCancelled = z.strictObject({ order_id: externalId })

export const standardLeadCreated = z.strictObject({ id: externalId, ...carriers })

export type StandardContents = Pick<z.output<typeof standardOrderPaid>, keyof typeof contents>
export type StandardCarriers = Pick<z.output<typeof standardOrderPaid>, keyof typeof carriers>
export type StandardRefund = z.output<typeof standardOrderRefunded>

/** A product for stories: `url` on the shop's own hosts, `price` of `currency` or of the connection's. */
export const standardProduct = z.strictObject({
  id: externalId,
  title: z.string().min(1).max(1024),
  url: z.string().max(2000).nullish(),
  price: amount.nullish(),
  currency: currency.nullish(),
})

export const standardDiscount = z.strictObject({ code: z.string().min(1).max(255) })
