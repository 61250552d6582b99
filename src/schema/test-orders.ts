// An order that is tried out: what a shop sends, and what it is answered.

import { linkCodeIn } from '#domain/link-code-in.ts'
import { z } from 'zod'
import { retailerOwnedIdSchema } from './ids.ts'
import { answeredMicrosSchema } from './money.ts'
import { orderTraceAnswerSchema } from './orders.ts'

/** Longest body that is tried, in characters; a real one of a shop's largest orders is some hundred kilobytes. */
const BODY_LENGTH_MAX = 60_000

/** Longest link that is taken from a form, in characters: a long address with whatever a chat program hung on. */
const LINK_LENGTH_MAX = 300

/** What was bought, in the currency of a connection. */
export const triedAmountSchema = z
  .string()
  .regex(/^\d{1,7}(?:\.\d{1,2})?$/, 'must be an amount such as 25.00')

/** Either a body in the platform's own form, with its topic where that stands in a header, or an order that is made up. */
export const tryOrderSchema = z
  .strictObject({
    body: z.string().min(1).max(BODY_LENGTH_MAX).optional(),
    topic: z
      .string()
      .regex(/^[a-z_./]{1,64}$/, 'must be a topic such as orders/paid')
      .optional(),
    linkCode: z.string().min(1).max(64).optional(),
    amount: triedAmountSchema.optional(),
  })
  .refine(
    ({ body, linkCode, amount }) => body === undefined || (linkCode === undefined && amount === undefined),
    'a body speaks for itself: without linkCode and amount',
  )

/** The same as the fields of a form; all empty when the page is first opened. */
export const tryOrderFormSchema = z.strictObject({
  connection: z.union([z.literal(''), retailerOwnedIdSchema]).default(''),
  link: z.string().max(LINK_LENGTH_MAX).transform(linkCodeIn).default(''),
  amount: triedAmountSchema.default('25.00'),
})

/** A message in the platform's own form, pasted into a form. */
export const tryBodyFormSchema = z.strictObject({
  connection: retailerOwnedIdSchema,
  topic: z.union([z.literal('').transform(() => undefined), tryOrderSchema.shape.topic]),
  body: z.string().trim().min(1).max(BODY_LENGTH_MAX),
})

export const triedOrderAnswerSchema = z.object({
  topic: z.string().nullable(),
  body: z.string(),
  read: z.string(),
  facts: z.array(
    z.object({
      kind: z.string(),
      currency: z.string().nullable(),
      eligible: answeredMicrosSchema.nullable(),
      total: answeredMicrosSchema.nullable(),
      carried: z.array(z.object({ carriage: z.string(), kind: z.string() })),
    }),
  ),
  trace: orderTraceAnswerSchema.nullable(),
  pays: answeredMicrosSchema,
})

export type TriedOrderAnswer = z.infer<typeof triedOrderAnswerSchema>
