// What people and shops ask for about what is kept of them.

import { z } from 'zod'
import { retailerOwnedIdSchema } from './ids.ts'
import { emailSchema } from './text.ts'

/** Longest customer id that a platform may have, in characters; theirs are numbers or short keys. */
const CUSTOMER_ID_MAX = 100

/** Said in full, because it cannot be undone. */
export const eraseMeSchema = z.strictObject({ confirm: z.literal('erase') })

export const profileSchema = z.strictObject({ withoutProfile: z.boolean() })

/** A buyer, by e-mail address, by the platform's id of the customer, or by both. */
export const eraseBuyerSchema = z
  .strictObject({
    email: emailSchema.exactOptional(),
    customer: z
      .strictObject({
        connectionId: retailerOwnedIdSchema,
        customerId: z.string().min(1).max(CUSTOMER_ID_MAX),
      })
      .exactOptional(),
  })
  .refine((buyer) => buyer.email !== undefined || buyer.customer !== undefined, 'names nobody')

/** What is answered to who asked to be erased; for those who read it. */
export const erasureAnswerSchema = z.object({ status: z.enum(['erased', 'leaving']) })
export const profileAnswerSchema = z.object({ withoutProfile: z.boolean() })
export const buyerErasureAnswerSchema = z.object({ orders: z.int() })
