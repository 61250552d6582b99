// Sign-in links: what is sent to make and end them, and what is answered.

import { isId, RETAILER_ID_LENGTH } from '#domain/ids.ts'
import { z } from 'zod'
import { pageOf } from './answered.ts'

/** Longest life of a link, in days: whoever needs it for longer makes another. */
const LINK_DAYS_MAX = 30

export const createSignInLinkSchema = z.strictObject({
  expiresInDays: z.int().min(1).max(LINK_DAYS_MAX).exactOptional(),
})

/** A link as it is listed: sixteen hex digits. */
export const signInLinkParamsSchema = z.object({
  linkId: z.string().regex(/^[0-9a-f]{16}$/, 'is not an id of this server'),
})

export const retailerParamsSchema = z.object({
  retailerId: z.string().refine((text) => isId(text, RETAILER_ID_LENGTH), 'is not an id of this server'),
})

/** `shopUrl` is answered here alone. */
export const newSignInLinkAnswerSchema = z.object({
  linkId: z.string(),
  shopUrl: z.string(),
  expiresAt: z.iso.datetime(),
})

export const signInLinksAnswerSchema = pageOf(
  z.object({
    linkId: z.string(),
    createdAt: z.iso.datetime(),
    expiresAt: z.iso.datetime(),
    lastUsedOn: z.iso.date().nullable(),
  }),
)

export const signInLinkRevokedAnswerSchema = z.object({ linkId: z.string(), status: z.literal('revoked') })

/** A person's new link; token and address are answered here alone. */
export const ownSignInLinkAnswerSchema = z.object({ signInToken: z.string(), signInUrl: z.string() })
