// API keys, sessions and wallets: what is sent to make and end them, and what is answered.

import { SCOPES } from '#domain/access/principal.ts'
import { isId, RETAILER_ID_LENGTH } from '#domain/ids.ts'
import { z } from 'zod'
import { addressSchema } from './address.ts'
import { pageOf } from './answered.ts'
import { nameSchema } from './text.ts'

/** Longest life of a key that ends, in days: ten years, beyond which it is none. */
const KEY_DAYS_MAX = 3_650

/** Characters of a key's id: the retailer's number and eight more. */
const KEY_ID_LENGTH = RETAILER_ID_LENGTH + 8

const scopesSchema = z.array(z.enum(SCOPES)).min(1).max(SCOPES.length)

/** A key without `expiresInDays` does not end by itself. */
export const createApiKeySchema = z.strictObject({
  name: nameSchema,
  scopes: scopesSchema,
  expiresInDays: z.int().min(1).max(KEY_DAYS_MAX).exactOptional(),
})

/** The same from a form: days or nothing, and beside them a box for each scope. */
export const apiKeyFormSchema = z.object({
  name: nameSchema,
  days: z.union([
    z.literal('').transform(() => null),
    z
      .string()
      .regex(/^[1-9]\d{0,3}$/, 'is a whole number of days')
      .transform(Number)
      .pipe(z.int().max(KEY_DAYS_MAX)),
  ]),
})

export const apiKeyParamsSchema = z.object({
  keyId: z.string().refine((text) => isId(text, KEY_ID_LENGTH), 'is not an id of this server'),
})

/** An API key, without what makes it work. */
export const apiKeyAnswerSchema = z.object({
  keyId: z.string(),
  name: z.string(),
  scopes: scopesSchema,
  createdAt: z.iso.datetime(),
  expiresAt: z.iso.datetime().nullable(),
  lastUsedOn: z.iso.date().nullable(),
  revokedAt: z.iso.datetime().nullable(),
})

/** A new key: `apiKey` is answered here alone. */
export const newApiKeyAnswerSchema = apiKeyAnswerSchema
  .omit({ lastUsedOn: true, revokedAt: true })
  .extend({ apiKey: z.string() })

export const apiKeysAnswerSchema = pageOf(apiKeyAnswerSchema)

/** A session as it is listed: sixteen hex digits. */
export const sessionParamsSchema = z.object({
  sessionId: z.string().regex(/^[0-9a-f]{16}$/, 'is not an id of this server'),
})

const sessionAnswerSchema = z.object({
  sessionId: z.string(),
  openedBy: z.enum(['link', 'key', 'wallet', 'passkey']),
  createdAt: z.iso.datetime(),
  expiresAt: z.iso.datetime(),
  lastUsedOn: z.iso.date(),
})

export const sessionsAnswerSchema = pageOf(sessionAnswerSchema)

export const sessionEndedAnswerSchema = z.object({ sessionId: z.string(), status: z.literal('ended') })

/** A session of a person; its token is answered here alone. */
export const sessionOpenedAnswerSchema = z.object({
  recommenderId: z.string(),
  sessionId: z.string(),
  sessionToken: z.string(),
  expiresAt: z.iso.datetime(),
})

/** Longest message that is read, in characters: ours have some 400. */
const MESSAGE_MAX_LENGTH = 2_000

/** Longest signature that is read, in characters: a contract wallet's holds several owners'. */
const SIGNATURE_MAX_LENGTH = 8_194

export const walletMessageSchema = z.strictObject({ address: addressSchema })

export const signedMessageSchema = z.strictObject({
  message: z.string().max(MESSAGE_MAX_LENGTH),
  signature: z
    .string()
    .max(SIGNATURE_MAX_LENGTH)
    .regex(/^0x(?:[0-9a-fA-F]{2})+$/, 'is not a signature in hex')
    .transform((text) => text as `0x${string}`),
})

/** The same from a form: a browser posts lines of a field with CR LF, and the wallet signed LF. */
export const signedFormSchema = z.object({
  message: z
    .string()
    .max(MESSAGE_MAX_LENGTH)
    .transform((text) => text.replaceAll('\r\n', '\n')),
  signature: signedMessageSchema.shape.signature,
})

export const walletMessageAnswerSchema = z.object({ message: z.string(), expiresAt: z.iso.datetime() })

export const walletSessionAnswerSchema = z.object({
  retailerId: z.string(),
  sessionToken: z.string(),
  expiresAt: z.iso.datetime(),
})

export const walletParamsSchema = z.object({ address: addressSchema })

const walletAnswerSchema = z.object({ address: z.string(), boundAt: z.iso.datetime() })

export const walletsAnswerSchema = pageOf(walletAnswerSchema)

export const walletBoundAnswerSchema = z.object({ address: z.string(), status: z.literal('bound') })

export const walletUnboundAnswerSchema = z.object({ address: z.string(), status: z.literal('unbound') })
