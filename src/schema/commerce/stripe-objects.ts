// What is read of Stripe's single objects before each of them is read as the event that would have told of it.

import { z } from 'zod'

/** Objects of one list that Stripe gives at most. */
const PAGE_MAX = 100

/** Payments of one invoice that are looked at. */
const PAYMENTS_MAX = 100

const id = z.string().min(1).max(255)
const seconds = z.int().min(0)

/** An id, or the object that was put in its place. */
const reference = z
  .union([id, z.looseObject({ id })])
  .nullish()
  .transform((value) => (typeof value === 'object' && value !== null ? value.id : (value ?? undefined)))

/** A payment with its latest charge (`expand[]=latest_charge`). */
export const stripePaidIntent = z.looseObject({
  id,
  livemode: z.boolean(),
  latest_charge: z
    .looseObject({ id, created: seconds, amount_refunded: z.int().min(0), disputed: z.boolean().nullish() })
    .nullable(),
})

/** An invoice with its payments (`expand[]=payments`), and the subscription that it is of. */
export const stripePaidInvoice = z.looseObject({
  id,
  livemode: z.boolean(),
  created: seconds,
  billing_reason: z.string().max(64).nullish(),
  status_transitions: z.object({ paid_at: seconds.nullish() }).nullish(),
  payments: z
    .looseObject({
      data: z
        .array(z.looseObject({ payment: z.looseObject({ payment_intent: reference }) }))
        .max(PAYMENTS_MAX),
    })
    .nullish(),
  parent: z
    .looseObject({ subscription_details: z.looseObject({ subscription: reference }).nullish() })
    .nullish(),
})

/** A page of any list. */
export const stripeObjects = z.looseObject({ data: z.array(z.looseObject({ id })).max(PAGE_MAX) })
