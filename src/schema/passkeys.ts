// What a browser is asked for and answers when it makes or uses a passkey: as JSON, and as JSON in a form's field.

import { z } from 'zod'
import { addressSchema } from './address.ts'
import { answeredAddressSchema, answeredInstantSchema } from './answered.ts'

/** Longest field of an answer, in characters: a public key with its frame has a few hundred. */
const PART_MAX_LENGTH = 4_000

const base64Url = z
  .string()
  .max(PART_MAX_LENGTH)
  .regex(/^[A-Za-z0-9_-]+$/, 'is not base64url')

const answer = <Parts extends z.ZodRawShape>(parts: Parts) =>
  z.object({
    id: base64Url,
    rawId: base64Url,
    type: z.literal('public-key'),
    response: z.object(parts),
    clientExtensionResults: z.object({}).default({}),
  })

/** A field's text as JSON; what is no JSON is no answer. */
const json = z.string().transform((text, context): unknown => {
  try {
    return JSON.parse(text) as unknown
  } catch {
    context.addIssue({ code: 'custom', message: 'is not what a browser answers' })
    return z.NEVER
  }
})

/** A new passkey (`RegistrationResponseJSON`). */
export const passkeyMadeAnswerSchema = answer({ clientDataJSON: base64Url, attestationObject: base64Url })

/** A passkey that signed (`AuthenticationResponseJSON`). */
export const passkeyUsedAnswerSchema = answer({
  clientDataJSON: base64Url,
  authenticatorData: base64Url,
  signature: base64Url,
  userHandle: base64Url.nullish().transform((handle) => handle ?? undefined),
})

export const passkeyMadeSchema = json.pipe(passkeyMadeAnswerSchema)

export const passkeyUsedSchema = json.pipe(passkeyUsedAnswerSchema)

/** A new passkey, and what can take its place one day: a second one, or an address. */
export const enrolPasskeySchema = z
  .strictObject({
    passkey: passkeyMadeAnswerSchema,
    recoveryPasskey: passkeyMadeAnswerSchema.exactOptional(),
    recoveryAddress: addressSchema.exactOptional(),
  })
  .refine((sent) => sent.recoveryPasskey === undefined || sent.recoveryAddress === undefined, {
    path: ['recoveryAddress'],
    message: 'cannot stand beside recoveryPasskey',
  })

export const usePasskeySchema = z.strictObject({ passkey: passkeyUsedAnswerSchema })

/** What `navigator.credentials` is given, as JSON; its members are the standard's. */
const optionsSchema = z.looseObject({ challenge: z.string() })

/** `origin` is where passkeys of this server work. */
export const passkeySignInOptionsAnswerSchema = z.object({ origin: z.string(), options: optionsSchema })

export const passkeyOptionsAnswerSchema = passkeySignInOptionsAnswerSchema.extend({
  spareOptions: optionsSchema,
})

/** `enrolment` stands in place of a payout address when joining. */
export const passkeyEnrolledAnswerSchema = z.object({
  payee: answeredAddressSchema,
  enrolment: z.string(),
  expiresAt: answeredInstantSchema,
})
