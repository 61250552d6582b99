// An order's trace as this server answers it, for those who read it: the command line and programs.

import { z } from 'zod'
import { answeredMicrosSchema } from './money.ts'

const stepSchema = z.object({
  step: z.string(),
  outcome: z.enum(['passed', 'stopped', 'noted']),
  sentence: z.string(),
})

export const orderTraceAnswerSchema = z.object({
  orderId: z.string(),
  externalId: z.string(),
  outcome: z.string(),
  reason: z.string(),
  policyHash: z.string().nullable(),
  touches: z.array(z.object({ source: z.string(), at: z.string(), code: z.string() })),
  steps: z.array(stepSchema),
  credits: z.array(
    z.object({
      rewardId: z.string(),
      handle: z.string(),
      role: z.string(),
      target: answeredMicrosSchema,
      followerEvidence: z.string(),
      tier: z.int(),
      holdSeconds: z.int(),
      steps: z.array(stepSchema),
    }),
  ),
})

export type OrderTraceAnswer = z.infer<typeof orderTraceAnswerSchema>
