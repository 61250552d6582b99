// A person's passkeys and passkey account: what is sent to change them, and what is answered.

import { ID_SUFFIX_LENGTH, isId } from '#domain/ids.ts'
import { z } from 'zod'
import { addressSchema } from './address.ts'
import { answeredAddressSchema, answeredHashSchema, answeredInstantSchema, pageOf } from './answered.ts'
import { answeredMicrosSchema, positiveMicrosSchema } from './money.ts'
import { passkeyMadeAnswerSchema, passkeyUsedAnswerSchema } from './passkeys.ts'

/** Longest signature of an address that is taken, in characters: a contract wallet's holds several owners'. */
const SIGNATURE_MAX_LENGTH = 8_194

/** Longest amount in a form, in characters. */
const AMOUNT_MAX_LENGTH = 30

const passkeyIdSchema = z.string().regex(/^[0-9a-f]{16}$/, 'is not an id of this server')

export const passkeyParamsSchema = z.object({ passkeyId: passkeyIdSchema })

export const instructionParamsSchema = z.object({
  instructionId: z.string().refine((text) => isId(text, ID_SUFFIX_LENGTH), 'is not an id of this server'),
})

export const addPasskeySchema = z.strictObject({ passkey: passkeyMadeAnswerSchema })

/** What `navigator.credentials.create` is given, as JSON; its members are the standard's. */
export const passkeyAdditionAnswerSchema = z.object({
  origin: z.string(),
  options: z.looseObject({ challenge: z.string() }),
})

export const passkeyAddedAnswerSchema = z.object({ passkeyId: z.string() })

export const passkeyRemovedAnswerSchema = z.object({ passkeyId: z.string(), status: z.literal('removed') })

export const passkeysAnswerSchema = pageOf(
  z.object({
    passkeyId: z.string(),
    createdAt: answeredInstantSchema,
    role: z.enum(['key', 'recovery']).nullable(),
  }),
)

const signedBySchema = z.enum(['key', 'recovery']).default('key')

const moveSchema = <Type extends string>(type: Type) =>
  z.strictObject({ type: z.literal(type), amount: positiveMicrosSchema, to: addressSchema })

/** What an account is to do. */
export const instructSchema = z.discriminatedUnion('type', [
  moveSchema('transfer'),
  moveSchema('withdraw'),
  z.strictObject({ type: z.literal('cancel'), by: signedBySchema }),
  z.strictObject({
    type: z.literal('set-recovery'),
    recovery: z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('nobody') }),
      z.strictObject({ kind: z.literal('address'), address: addressSchema }),
      z.strictObject({ kind: z.literal('passkey'), passkeyId: passkeyIdSchema }),
    ]),
  }),
  z.strictObject({ type: z.literal('set-key'), passkeyId: passkeyIdSchema, by: signedBySchema }),
])

/** By a passkey; or, where an address may take the key's place, by that address over `typedData` (EIP-712). */
export const signInstructionSchema = z.union([
  z.strictObject({ passkey: passkeyUsedAnswerSchema }),
  z.strictObject({
    signature: z
      .string()
      .max(SIGNATURE_MAX_LENGTH)
      .regex(/^0x(?:[0-9a-fA-F]{2})+$/, 'is not a signature in hex')
      .transform((text) => text as `0x${string}`),
  }),
])

const signerAnswerSchema = z.object({
  kind: z.enum(['nobody', 'address', 'passkey']),
  address: answeredAddressSchema.optional(),
  passkeyId: z.string().nullable().optional(),
})

/** A signer of an account, as the account knows it. */
export const coordinatesSchema = z.object({ x: answeredHashSchema, y: answeredHashSchema })

const instructionAnswerSchema = z
  .object({
    instructionId: z.string(),
    type: z.enum(['transfer', 'withdraw', 'cancel', 'set-recovery', 'set-key', 'set-minimum']),
    amount: answeredMicrosSchema.nullable(),
    to: answeredAddressSchema.nullable(),
    by: z.enum(['key', 'recovery']),
    state: z.enum(['draft', 'signed', 'waiting', 'carrying', 'done', 'cancelled', 'expired', 'refused']),
    askedAt: answeredInstantSchema,
    deadlineAt: answeredInstantSchema,
    readyAt: answeredInstantSchema.nullable(),
    refusal: z.string().nullable(),
    call: z.object({ to: answeredAddressSchema, data: z.string() }).nullable(),
  })
  .meta({ id: 'Instruction' })

export const accountAnswerSchema = z.object({
  account: answeredAddressSchema,
  chainId: z.int(),
  factory: answeredAddressSchema,
  held: answeredMicrosSchema,
  owed: answeredMicrosSchema,
  isCreated: z.boolean(),
  key: signerAnswerSchema,
  recovery: signerAnswerSchema,
  enrolled: z.object({ key: coordinatesSchema, recovery: coordinatesSchema }),
  instructions: z.array(instructionAnswerSchema),
})

/** With what whoever signs it needs. */
export const draftAnswerSchema = instructionAnswerSchema.extend({
  waitsSeconds: z.int(),
  digest: answeredHashSchema,
  challenge: z.string(),
  credentialIds: z.array(z.string()),
  signer: signerAnswerSchema,
  typedData: z.looseObject({}),
})

export const instructionSignedAnswerSchema = z.object({
  instructionId: z.string(),
  status: z.literal('carrying'),
})

/** The form that moves money; people write spaces around what they paste. */
export const moveFormSchema = z.object({
  from: z.enum(['transfer', 'withdraw']).default('transfer'),
  amount: z
    .string()
    .max(AMOUNT_MAX_LENGTH)
    .overwrite((text) => text.trim())
    .pipe(positiveMicrosSchema),
  to: addressSchema,
})

/** The form that says what can take the passkey's place. */
export const recoveryFormSchema = z.union([
  z.object({ recovery: z.literal('nobody') }),
  z.object({ recovery: z.literal('address'), address: addressSchema }),
  z.object({ recovery: z.literal('passkey'), passkeyId: passkeyIdSchema }),
])

/** The form that ends all that waits. */
export const cancelFormSchema = z.object({ by: signedBySchema })

/** The form that lets another passkey take the key's place. */
export const keyFormSchema = z.object({ passkeyId: passkeyIdSchema, by: z.enum(['key', 'recovery']) })
