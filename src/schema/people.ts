// What a person sends: to join a program, and for a link.

import { LOCALES } from '#domain/disclosure.ts'
import { z } from 'zod'
import { addressSchema } from './address.ts'
import { linkCodeSchema, retailerOwnedIdSchema, secretSchema } from './ids.ts'
import { emailSchema, handleSchema } from './text.ts'

/** Where the readers of a link are: whose wording its disclosure has. */
export const localeSchema = z.enum(LOCALES)

/** A new person: public name, payout address, and an e-mail address if they like. */
export const joinSchema = z.strictObject({
  handle: handleSchema,
  payee: addressSchema,
  email: emailSchema.exactOptional(),
  locale: localeSchema.exactOptional(),
  via: linkCodeSchema.exactOptional(),
  invitation: secretSchema.exactOptional(),
})

/** Longest sealed enrolment, in characters: two passkeys have some 1 500. */
const ENROLMENT_MAX_LENGTH = 8_000

/** The same to the API: paid at an address, or at the account of a passkey that was enrolled. */
export const joinBodySchema = joinSchema
  .extend({
    payee: addressSchema.exactOptional(),
    enrolment: z
      .string()
      .max(ENROLMENT_MAX_LENGTH)
      .regex(/^[0-9a-f]+$/, 'is not an enrolment')
      .exactOptional(),
  })
  .refine((person) => (person.payee === undefined) !== (person.enrolment === undefined), {
    path: ['payee'],
    message: 'is needed, or enrolment in its place',
  })

/** Somebody who is signed in joins another program with nothing but their sign-in token. */
export const joinAgainSchema = z.strictObject({
  locale: localeSchema.exactOptional(),
  via: linkCodeSchema.exactOptional(),
  invitation: secretSchema.exactOptional(),
})

/** Hidden field that makes a form sent twice count once: 32 hex digits, made with the form. */
export const formTicketSchema = z.string().regex(/^[0-9a-f]{32}$/, 'is missing; load the page again')

/** The same field alone: what is looked at before anything else. */
export const formTicketFieldSchema = z.object({ ticket: formTicketSchema })

/** The form on a join page; an e-mail field that was left empty is taken out before. */
export const joinFormSchema = joinSchema.extend({ ticket: formTicketSchema })

export const createLinkSchema = z.strictObject({
  programId: retailerOwnedIdSchema,
  locale: localeSchema.exactOptional(),
})

/** Most followers that anybody is said to have: more than there are people. */
const FOLLOWERS_MAX = 10_000_000_000

const followersSchema = z.int().min(0).max(FOLLOWERS_MAX)

/** What a shop sets of a person; at least one of them. */
export const setMemberSchema = z
  .strictObject({
    followers: followersSchema.exactOptional(),
    trusted: z.boolean().exactOptional(),
    status: z.enum(['active', 'paused', 'banned']).exactOptional(),
  })
  .refine((set) => Object.keys(set).length > 0, 'must set followers, trusted or status')

/** What a person says of themselves in one program. */
export const declareFollowersSchema = z.strictObject({
  programId: retailerOwnedIdSchema,
  followers: followersSchema,
})

/** The same as a form sends it: digits, with spaces, dots or commas between thousands. */
export const followersFormSchema = z.object({
  followers: z
    .string()
    .transform((text) => text.replaceAll(/[\s.,’']/g, ''))
    .pipe(z.string().regex(/^\d{1,11}$/, 'is a whole number'))
    .transform(Number)
    .pipe(followersSchema),
})
