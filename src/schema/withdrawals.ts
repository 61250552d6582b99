// Money taken back from a pool, and programs that end: what a shop sends, and what it is answered.

import { z } from 'zod'
import { addressSchema } from './address.ts'
import { answeredAddressSchema, answeredInstantSchema, pageOf } from './answered.ts'
import { instantSchema } from './commerce/instant.ts'
import { retailerOwnedIdSchema } from './ids.ts'
import { answeredMicrosSchema, positiveMicrosSchema } from './money.ts'

export const withdrawSchema = z.strictObject({ amount: positiveMicrosSchema, to: addressSchema })

export const withdrawalParamsSchema = z.object({
  programId: retailerOwnedIdSchema,
  withdrawalId: retailerOwnedIdSchema,
})

const WITHDRAWAL_STATES = [
  'asked',
  'announced',
  'cancelling',
  'paid',
  'sent',
  'cancelled',
  'replaced',
  'expired',
  'refused',
] as const

/** What a withdrawal is answered before the chain has. */
export const withdrawalRequestAnswerSchema = z.object({
  withdrawalId: z.string(),
  state: z.enum(['asked', 'cancelling']),
})

/** `readyAt` is null before the ledger has answered; `paid` before it has paid. */
export const withdrawalAnswerSchema = z
  .object({
    withdrawalId: z.string(),
    amount: answeredMicrosSchema,
    to: answeredAddressSchema,
    state: z.enum(WITHDRAWAL_STATES),
    askedAt: answeredInstantSchema,
    readyAt: answeredInstantSchema.nullable(),
    paid: answeredMicrosSchema.nullable(),
  })
  .meta({ id: 'Withdrawal' })

export const withdrawalsAnswerSchema = pageOf(withdrawalAnswerSchema)

export const closeProgramSchema = z.strictObject({
  lastOrderAt: instantSchema.optional(),
  to: addressSchema,
})

export const closingAnswerSchema = z
  .object({
    programId: z.string(),
    state: z.enum(['counting', 'ending', 'returning', 'closed']),
    lastOrderAt: answeredInstantSchema,
    moneyBackAt: answeredInstantSchema,
    to: answeredAddressSchema,
    isWaiting: z.boolean(),
    withoutRate: z.int().min(0),
    parked: z.int().min(0),
    available: answeredMicrosSchema,
    reserved: answeredMicrosSchema,
  })
  .meta({ id: 'Closing' })
