// What a browser answers when it was asked to make or use a passkey, as JSON in a form's field.

import { z } from 'zod'

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
