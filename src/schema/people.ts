// What a person sends: to join a program, and for a link.

import { LOCALES } from '#domain/disclosure.ts'
import { z } from 'zod'
import { addressSchema } from './address.ts'
import { retailerOwnedIdSchema } from './ids.ts'
import { emailSchema, handleSchema } from './text.ts'

/** Where the readers of a link are: whose wording its disclosure has. */
export const localeSchema = z.enum(LOCALES)

/** A new person: public name, payout address, and an e-mail address if they like. */
export const joinSchema = z.strictObject({
  handle: handleSchema,
  payee: addressSchema,
  email: emailSchema.exactOptional(),
  locale: localeSchema.exactOptional(),
})

/** Somebody who is signed in joins another program with nothing but their sign-in token. */
export const joinAgainSchema = z.strictObject({ locale: localeSchema.exactOptional() })

/** Hidden field that makes a form sent twice count once: 32 hex digits, made with the form. */
export const formTicketSchema = z.string().regex(/^[0-9a-f]{32}$/, 'is missing; load the page again')

/** The form on a join page; an e-mail field that was left empty is taken out before. */
export const joinFormSchema = joinSchema.extend({ ticket: formTicketSchema })

export const createLinkSchema = z.strictObject({
  programId: retailerOwnedIdSchema,
  locale: localeSchema.exactOptional(),
})
