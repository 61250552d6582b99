// Credentials with which a shop lets us read its orders, and what is answered of the reading.

import { SHOP_ADDRESS_LENGTH_MAX } from '#domain/shop-address.ts'
import { z } from 'zod'
import { answeredInstantSchema } from './answered.ts'

/** Longest key or secret of a platform, in characters: today's have about a hundred. */
const CREDENTIAL_MAX_LENGTH = 512

/** A key or secret as it is pasted, with nothing around it. */
const credential = z
  .string()
  .regex(/^[\x21-\x7e]+$/, 'must be visible ASCII characters without spaces')
  .max(CREDENTIAL_MAX_LENGTH)

/** Whether it is an address of the platform is decided where it is used. */
const address = z.string().min(1).max(SHOP_ADDRESS_LENGTH_MAX)

export const credentialsSchema = z.discriminatedUnion('platform', [
  z.strictObject({
    platform: z.literal('shopify'),
    shopUrl: address,
    clientId: credential,
    clientSecret: credential,
  }),
  z.strictObject({
    platform: z.literal('woocommerce'),
    shopUrl: address,
    consumerKey: credential.startsWith('ck_', 'must begin with ck_'),
    consumerSecret: credential.startsWith('cs_', 'must begin with cs_'),
  }),
  z.strictObject({
    platform: z.literal('stripe'),
    apiKey: credential.regex(
      /^(?:rk|sk)_/,
      'must be a restricted key, which begins with rk_, or a secret key',
    ),
    /** For a Stripe that is played on this machine. */
    apiUrl: address.optional(),
  }),
])

/** off: there are no credentials. starting: not everything was read yet. failing: the last attempt did not succeed. */
export const pullAnswerSchema = z
  .object({
    state: z.enum(['off', 'starting', 'on', 'failing']),
    lastPulledAt: answeredInstantSchema.nullable(),
    caughtUpAt: answeredInstantSchema.nullable(),
    /** The newest change that was read, by the shop's clock. */
    readUntil: answeredInstantSchema.nullable(),
    lastError: z.string().nullable(),
    /** What the shop does not let us read beside its orders, such as disputes. */
    withheld: z.string().nullable(),
    nextAt: answeredInstantSchema.nullable(),
    /** Messages read that were not in the inbox before. */
    messages: z.int().min(0),
  })
  .meta({ id: 'Pull' })

export type PullAnswer = z.infer<typeof pullAnswerSchema>
