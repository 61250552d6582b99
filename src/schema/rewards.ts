// A reward as this server answers it, for those who read it: the command line and programs.

import { z } from 'zod'
import {
  answeredAddressSchema,
  answeredHashSchema,
  answeredInstantSchema,
  followerEvidenceSchema,
  pageOf,
  tierSchema,
  traceStepSchema,
} from './answered.ts'
import { answeredMicrosSchema } from './money.ts'

/** Where a reward is, as people read it. */
export const rewardStateSchema = z.enum([
  'waiting to be reserved',
  "waiting for the shop's pool",
  "waiting for the shop's budget",
  "waiting for the shop's look",
  'promised',
  'owed',
  'paid',
  'void',
])

export const rewardAnswerSchema = z
  .object({
    rewardId: z.string(),
    role: z.enum(['direct', 'upline', 'deal']),
    orderId: z.string(),
    programId: z.string(),
    recommenderId: z.string(),
    handle: z.string(),
    payee: answeredAddressSchema,
    tier: tierSchema.nullable(),
    followers: z.int(),
    followerEvidence: followerEvidenceSchema,
    target: answeredMicrosSchema,
    standing: answeredMicrosSchema,
    waiting: answeredMicrosSchema,
    reserved: answeredMicrosSchema,
    released: answeredMicrosSchema,
    paid: answeredMicrosSchema,
    debt: answeredMicrosSchema,
    state: rewardStateSchema,
    unlocksAt: answeredInstantSchema.nullable(),
    sentence: z.string(),
    trace: z.array(traceStepSchema),
    batches: z.array(
      z.object({
        pool: z.int(),
        seq: z.int(),
        amount: answeredMicrosSchema,
        amended: answeredMicrosSchema,
        chainTransaction: answeredHashSchema.nullable(),
      }),
    ),
  })
  .meta({ id: 'Reward' })

export const rewardsAnswerSchema = pageOf(rewardAnswerSchema)

export type RewardAnswer = z.infer<typeof rewardAnswerSchema>
