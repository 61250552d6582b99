// What a shop sends to be set up, and what it is answered: retailer, connection, program, pool.

import { z } from 'zod'
import {
  answeredAddressSchema,
  answeredHashSchema,
  answeredInstantSchema,
  pageOf,
  ratioSchema,
} from './answered.ts'
import { addressSchema } from './address.ts'
import { answeredMicrosSchema, positiveMicrosSchema } from './money.ts'
import { REWARD_MICROS_LIMIT } from './policy-parts.ts'
import { holdSecondsSchema, policySchema } from './policy.ts'
import { nameSchema, shopUrlSchema } from './text.ts'

export const createRetailerSchema = z.strictObject({ name: nameSchema })

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
  /** Of the retailer's own order key; the relayer makes and keeps one when it is left out. */
  orderSigner: addressSchema.optional(),
  /** The retailer's own wallet: the pool is offered to it once it is open. */
  owner: addressSchema.optional(),
})

export const depositSchema = z.strictObject({ amount: positiveMicrosSchema })

/** The key is shown here and never again; `shopUrl` signs in to the shop's page. */
export const retailerAnswerSchema = z.object({
  retailerId: z.string(),
  apiKey: z.string(),
  shopUrl: z.string(),
})

export const programAnswerSchema = z.object({
  programId: z.string(),
  policyHash: answeredHashSchema,
  joinUrl: z.string(),
})

/** `lastOrderAt` is null unless the program ends. */
export const programsAnswerSchema = pageOf(
  z
    .object({
      programId: z.string(),
      name: z.string(),
      shopUrl: z.string(),
      policyHash: answeredHashSchema,
      joinUrl: z.string(),
      lastOrderAt: answeredInstantSchema.nullable(),
    })
    .meta({ id: 'Program' }),
)

const poolStateSchema = z.enum(['opening', 'open'])

/** What a request for a pool is answered before the chain has. */
export const poolRequestAnswerSchema = z.object({ programId: z.string(), state: poolStateSchema })
export const depositAnswerSchema = z.object({ programId: z.string(), state: z.literal('sent') })

export const poolAnswerSchema = z
  .object({
    programId: z.string(),
    state: poolStateSchema,
    pool: z.int().nullable(),
    owner: answeredAddressSchema,
    /** Whether this server has the owner's key. */
    isManaged: z.boolean(),
    /** Who may take the pool and become its owner. */
    offeredTo: answeredAddressSchema.nullable(),
    orderSigner: answeredAddressSchema,
    ledger: answeredAddressSchema,
    token: answeredAddressSchema,
    deposited: answeredMicrosSchema,
    available: answeredMicrosSchema,
    reserved: answeredMicrosSchema,
    released: answeredMicrosSchema,
    withdrawn: answeredMicrosSchema,
  })
  .meta({ id: 'Pool' })

export const workAnswerSchema = z.object({
  deliveries: z.int(),
  waiting: z.int(),
  setAside: z.int(),
  committing: z.int(),
  amending: z.int(),
  settling: z.int(),
  projecting: z.int(),
})

const publicTerms = {
  programId: z.string(),
  name: z.string(),
  shopName: z.string(),
  shopUrl: z.string(),
  joinUrl: z.string(),
  reward: z.looseObject({ kind: z.enum(['percent', 'flat']) }),
  currency: z.string(),
  perOrderCap: z.string(),
  windowDays: z.int(),
  holdSeconds: z.int(),
}

/** A program as whoever is asked to join it sees it; `lastOrderAt` is null unless the program ends. */
export const joinableProgramAnswerSchema = z.object({
  ...publicTerms,
  lastOrderAt: answeredInstantSchema.nullable(),
})

/** A program as everybody finds it. */
const publicProgramAnswerSchema = z
  .object({
    ...publicTerms,
    pool: z.int(),
    hasFunds: z.boolean(),
    committed: answeredMicrosSchema,
    reversalBps: ratioSchema,
  })
  .meta({ id: 'PublicProgram' })

export const publicProgramsAnswerSchema = pageOf(publicProgramAnswerSchema)
