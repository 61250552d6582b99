// Batches: how they are asked for, and how this server answers them.

import { z } from 'zod'
import { answeredAddressSchema, answeredHashSchema, answeredInstantSchema, pageOf } from './answered.ts'
import { retailerOwnedIdSchema } from './ids.ts'
import { answeredMicrosSchema } from './money.ts'
import { limitSchema } from './page.ts'

/** A pool's or batch's number as it stands in an address: 32 bits. */
const NUMBER = /^(?:0|[1-9]\d{0,9})$/
const UINT32_MAX = 0xff_ff_ff_ff

const numberSchema = z.string().regex(NUMBER).transform(Number).pipe(z.int().max(UINT32_MAX))

export const batchParamsSchema = z.object({ pool: numberSchema, seq: numberSchema })

const STATES = ['signed', 'open', 'settled', 'vetoed'] as const

/** `<pool>-<seq>`, the last batch of the page before. */
const batchPlaceSchema = z
  .string()
  .regex(/^\d{1,10}-\d{1,10}$/, 'is not the last batch of a page')
  .transform((text) => {
    const [pool, seq] = text.split('-').map(Number)
    return { pool: pool ?? 0, seq: seq ?? 0 }
  })
  .refine(({ pool, seq }) => pool <= UINT32_MAX && seq <= UINT32_MAX, 'is not the last batch of a page')

export const batchQuerySchema = z.strictObject({
  limit: limitSchema,
  after: batchPlaceSchema.optional(),
  programId: retailerOwnedIdSchema.optional(),
  state: z.enum(STATES).optional(),
})

export const batchAnswerSchema = z
  .object({
    batchId: z.string(),
    pool: z.int(),
    seq: z.int(),
    programId: z.string(),
    state: z.enum(STATES),
    rewards: z.int(),
    people: z.int(),
    amount: answeredMicrosSchema,
    amended: answeredMicrosSchema,
    holdSeconds: z.int(),
    unlocksAt: answeredInstantSchema.nullable(),
    createdAt: answeredInstantSchema,
    policyHash: answeredHashSchema,
    evidenceRoot: answeredHashSchema,
    chainTransaction: answeredHashSchema.nullable(),
    orders: z.object({ seen: z.int(), rewarded: z.int(), rejected: z.int(), underReview: z.int() }),
  })
  .meta({ id: 'Batch' })

export const batchesAnswerSchema = pageOf(batchAnswerSchema)

export const batchWithRecordsAnswerSchema = batchAnswerSchema
  .extend({
    records: z.array(
      z.object({
        rewardId: z.string(),
        payee: answeredAddressSchema,
        tag: z.string(),
        earned: answeredMicrosSchema,
        netted: answeredMicrosSchema,
        amount: answeredMicrosSchema,
        amended: answeredMicrosSchema,
      }),
    ),
  })
  .meta({ id: 'BatchWithRecords' })
