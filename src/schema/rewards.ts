// A reward as this server answers it, for those who read it: the command line and programs.

import { z } from 'zod'
import { answeredMicrosSchema } from './money.ts'

export const rewardAnswerSchema = z.object({
  rewardId: z.string(),
  handle: z.string(),
  payee: z.string(),
  tier: z.enum(['micro', 'macro', 'mega']).nullable(),
  followers: z.int(),
  followerEvidence: z.enum(['none', 'declared', 'checked']),
  target: answeredMicrosSchema,
  paid: answeredMicrosSchema,
  debt: answeredMicrosSchema,
  state: z.string(),
  unlocksAt: z.string().nullable(),
  sentence: z.string(),
  trace: z.array(
    z.object({ step: z.string(), outcome: z.enum(['passed', 'stopped', 'noted']), sentence: z.string() }),
  ),
  batches: z.array(
    z.object({
      pool: z.int(),
      seq: z.int(),
      amount: answeredMicrosSchema,
      amended: answeredMicrosSchema,
      chainTransaction: z.string().nullable(),
    }),
  ),
})

export type RewardAnswer = z.infer<typeof rewardAnswerSchema>
