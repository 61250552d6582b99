// Connections to shops: how they are made, rotated and closed, and how this server answers them.

import { z } from 'zod'
import { answeredInstantSchema, pageOf } from './answered.ts'
import { retailerOwnedIdSchema } from './ids.ts'
import { pullAnswerSchema } from './pulls.ts'
import { currencySchema } from './text.ts'

export const platformSchema = z.enum(['standard', 'shopify', 'woocommerce', 'stripe'])

/** Longest time that a replaced secret is still taken, in hours: a week. */
const GRACE_HOURS_MAX = 168

/** What is taken when nothing is said, in hours: a day. Shopify needs up to one to change over. */
export const GRACE_HOURS_DEFAULT = 24

/** A signing secret that a platform made: Stripe's begins with whsec_, that of a Shopify app is its client secret. */
export const pastedSecretSchema = z
  .string()
  .regex(/^[\x21-\x7e]{16,256}$/, 'must be 16 to 256 visible ASCII characters')

/** Without `secret` one is made, for platforms that let the shop choose it. */
export const createConnectionSchema = z.strictObject({
  platform: platformSchema,
  currency: currencySchema,
  secret: pastedSecretSchema.optional(),
})

export const connectionParamsSchema = z.object({ connectionId: retailerOwnedIdSchema })

/** Without `secret` another one is made. */
export const rotateConnectionSchema = z.strictObject({
  secret: pastedSecretSchema.optional(),
  graceHours: z.int().min(0).max(GRACE_HOURS_MAX).default(GRACE_HOURS_DEFAULT),
})

/** A form has every field; an empty one is none. */
const formSecretSchema = z
  .literal('')
  .transform(() => undefined)
  .or(pastedSecretSchema)
  .optional()

export const connectionFormSchema = createConnectionSchema.extend({ secret: formSecretSchema })

export const rotationFormSchema = z.strictObject({
  secret: formSecretSchema,
  graceHours: z.enum(['0', '24', '168']).transform(Number),
})

export const closeConnectionSchema = z.strictObject({})

const stepAnswerSchema = z
  .object({
    text: z.string(),
    /** To be copied as they are. */
    values: z.array(z.object({ name: z.string(), value: z.string() })).optional(),
  })
  .meta({ id: 'ConnectionStep' })

export const connectionAnswerSchema = z.object({
  connectionId: z.string(),
  platform: platformSchema,
  /** Null when it was pasted: the shop has it. */
  secret: z.string().nullable(),
  webhookUrl: z.string(),
  /** What is to be done on the platform. */
  steps: z.array(stepAnswerSchema),
})

const connectionFields = {
  connectionId: z.string(),
  platform: platformSchema,
  currency: z.string(),
  state: z.enum(['open', 'closed']),
  isSecretPasted: z.boolean(),
  createdAt: answeredInstantSchema,
  closedAt: answeredInstantSchema.nullable(),
  previousSecretUntil: answeredInstantSchema.nullable(),
  webhookUrl: z.string(),
}

export const connectionViewAnswerSchema = z.object(connectionFields).meta({ id: 'Connection' })

/** A connection with how the reading of its orders stands. */
export const connectionStateAnswerSchema = z.object({ ...connectionFields, pull: pullAnswerSchema })

export const connectionsAnswerSchema = pageOf(connectionViewAnswerSchema)

export const rotatedConnectionAnswerSchema = z.object({
  connectionId: z.string(),
  /** Null when it was pasted: the shop has it. */
  secret: z.string().nullable(),
  previousSecretUntil: answeredInstantSchema,
})

const carriedCountSchema = z.object({
  kind: z.enum(['click-token', 'link-code', 'coupon']),
  carriage: z.string(),
  orders: z.int(),
})

export const connectionCheckAnswerSchema = z.object({
  ...connectionFields,
  webhook: z.object({
    lastAt: answeredInstantSchema.nullable(),
    lastTopic: z.string().nullable(),
    became: z.object({
      received: z.int(),
      processed: z.int(),
      skipped: z.int(),
      parked: z.int(),
    }),
    refusedAt: answeredInstantSchema.nullable(),
  }),
  pull: pullAnswerSchema,
  orders: z.object({
    orders: z.int(),
    withToken: z.int(),
    carried: z.array(carriedCountSchema),
    withNothing: z.int(),
    firstAt: answeredInstantSchema.nullable(),
    lastAt: answeredInstantSchema.nullable(),
    unpaid: z.int(),
  }),
  missing: z.array(z.object({ gap: z.string(), sentence: z.string() })),
  steps: z.array(stepAnswerSchema),
})

export type ConnectionAnswer = z.infer<typeof connectionAnswerSchema>
export type ConnectionCheckAnswer = z.infer<typeof connectionCheckAnswerSchema>
