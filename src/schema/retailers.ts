// What a shop sends to be set up, and what it is answered: retailer, connection, program, pool.

import { z } from 'zod'
import { answeredMicrosSchema, positiveMicrosSchema } from './money.ts'
import { REWARD_MICROS_LIMIT } from './policy-parts.ts'
import { holdSecondsSchema, policySchema } from './policy.ts'
import { currencySchema, nameSchema, shopUrlSchema } from './text.ts'

export const platformSchema = z.enum(['standard', 'shopify', 'woocommerce', 'stripe'])

export const createRetailerSchema = z.strictObject({ name: nameSchema })

/** A signing secret that a platform made: Stripe's begins with whsec_, that of a Shopify app is its client secret. */
const pastedSecretSchema = z
  .string()
  .regex(/^[\x21-\x7e]{16,256}$/, 'must be 16 to 256 visible ASCII characters')

/** Without `secret` one is made, for platforms that let the shop choose it. */
export const createConnectionSchema = z.strictObject({
  platform: platformSchema,
  currency: currencySchema,
  secret: pastedSecretSchema.optional(),
})

export const createProgramSchema = z.strictObject({
  name: nameSchema,
  shopUrl: shopUrlSchema,
  policy: policySchema,
})

/** Amounts arrive as decimal strings and come out as micros. */
export const poolTermsSchema = z.strictObject({
  minHoldSeconds: holdSecondsSchema,
  rewardCap: positiveMicrosSchema.refine(
    (amount) => amount < REWARD_MICROS_LIMIT,
    'must be at most 549755.813887',
  ),
  rateCapacity: positiveMicrosSchema,
  ratePerDay: positiveMicrosSchema,
})

export const depositSchema = z.strictObject({ amount: positiveMicrosSchema })

export const retailerAnswerSchema = z.object({
  retailerId: z.string(),
  apiKey: z.string(),
  shopUrl: z.string(),
})

export const connectionAnswerSchema = z.object({
  connectionId: z.string(),
  platform: platformSchema,
  /** Null when it was pasted: the shop has it. */
  secret: z.string().nullable(),
  webhookUrl: z.string(),
})

export const programAnswerSchema = z.object({
  programId: z.string(),
  policyHash: z.string(),
  joinUrl: z.string(),
})

export const poolAnswerSchema = z.object({
  programId: z.string(),
  state: z.enum(['opening', 'open']),
  available: answeredMicrosSchema,
})
