// What is read of lists of orders and events, before each entry is read as the message that a webhook would have brought.

import { z } from 'zod'
import { instantSchema } from './instant.ts'

/** Entries of one page that WooCommerce and Stripe give at most. */
const PAGE_MAX = 100

/** WooCommerce writes GMT without saying so: `2026-03-01T12:00:00`. */
const gmtText = z
  .string()
  .max(32)
  .refine(
    (text) => instantSchema.safeParse(gmtWithZone(text)).success,
    'must be an instant from 2000 to 2100',
  )

/** The same instant as ISO 8601 with its zone. */
export function gmtWithZone(text: string): string {
  return /(?:Z|[+-]\d{2}:?\d{2})$/.test(text) ? text : `${text}Z`
}

/** `GET /wp-json/wc/v3/orders/<id>`, and each of a list; all else of an order is left as it is. */
export const wooListedOrder = z.looseObject({
  id: z.union([z.int().positive(), z.bigint().positive()]),
  date_modified_gmt: gmtText,
})

/** A page of `GET /wp-json/wc/v3/orders`. */
export const wooOrdersPage = z.array(wooListedOrder).max(PAGE_MAX)

/** How WordPress says no. */
export const wooRefusal = z.looseObject({ code: z.string().max(255) })

/** A page of `GET /v1/events` (https://docs.stripe.com/api/events/list); `created` is in seconds. */
export const stripeEventsPage = z.object({
  data: z
    .array(
      z.looseObject({ id: z.string().min(1).max(255), created: z.int().min(0), type: z.string().max(255) }),
    )
    .max(PAGE_MAX),
  has_more: z.boolean(),
})
