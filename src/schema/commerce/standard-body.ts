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

/** `subtotal` is after discounts, without shipping and tax; `total` is what the buyer paid. */
export const standardOrderPaid = z.strictObject({
  id: externalId,
  currency,
  total: amount,
  subtotal: amount,
  customer: z.strictObject({ email: z.string().max(320).nullish() }).nullish(),
  click_token: carriedText.nullish(),
  landing_site: carriedText.nullish(),
  test: z.boolean().optional(),
})

/** `amount` is the part of the refund that was in `subtotal`. */
export const standardOrderRefunded = z.strictObject({
  order_id: externalId,
  refund_id: externalId,
  currency,
  amount,
})

export const standardOrderCancelled = z.strictObject({ order_id: externalId })
