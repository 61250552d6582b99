// Orders and their traces as this server answers them, for those who read them: the command line and programs.

import { TOUCH_SOURCES } from '#domain/policy.ts'
import { z } from 'zod'
import {
  answeredHashSchema,
  answeredInstantSchema,
  answeredPolicySchema,
  followerEvidenceSchema,
  pageOf,
  tierSchema,
  traceStepSchema,
} from './answered.ts'
import { answeredMicrosSchema } from './money.ts'
import { platformSchema } from './connections.ts'

const orderOutcomeSchema = z.enum(['waiting-for-payment', 'waiting-for-rate', 'credited', 'not-credited'])
const roleSchema = z.enum(['direct', 'upline', 'deal'])

export const orderAnswerSchema = z
  .object({
    orderId: z.string(),
    externalId: z.string(),
    connectionId: z.string(),
    platform: platformSchema,
    paidAt: answeredInstantSchema.nullable(),
    currency: z.string().nullable(),
    eligible: answeredMicrosSchema,
    refunded: answeredMicrosSchema,
    cancelled: z.boolean(),
    outcome: orderOutcomeSchema,
    reason: z.string(),
    rewardId: z.string().nullable(),
    target: answeredMicrosSchema,
  })
  .meta({ id: 'Order' })

export const ordersAnswerSchema = pageOf(orderAnswerSchema)

export const orderTraceAnswerSchema = z.object({
  orderId: z.string(),
  externalId: z.string(),
  outcome: orderOutcomeSchema,
  reason: z.string(),
  programId: z.string().nullable(),
  policyHash: answeredHashSchema.nullable(),
  touches: z.array(z.object({ source: z.enum(TOUCH_SOURCES), at: answeredInstantSchema, code: z.string() })),
  steps: z.array(traceStepSchema),
  credits: z.array(
    z.object({
      rewardId: z.string(),
      recommenderId: z.string(),
      handle: z.string(),
      role: roleSchema,
      target: answeredMicrosSchema,
      followers: z.int(),
      followerEvidence: followerEvidenceSchema,
      tier: z.int(),
      holdSeconds: z.int(),
      traceHash: answeredHashSchema,
      steps: z.array(traceStepSchema),
    }),
  ),
})

export type OrderTraceAnswer = z.infer<typeof orderTraceAnswerSchema>

export const orderExplanationAnswerSchema = z.object({
  orderId: z.string(),
  outcome: orderOutcomeSchema,
  reason: z.string(),
  steps: z.array(traceStepSchema),
  rules: z
    .object({
      versionNo: z.int(),
      policyHash: answeredHashSchema,
      effectiveFrom: answeredInstantSchema,
      policy: answeredPolicySchema,
      tier: tierSchema,
      isNewCustomer: z.boolean(),
      isFirstOrder: z.boolean(),
      campaignIds: z.array(z.string()),
    })
    .nullable(),
  amounts: z
    .object({
      counted: answeredMicrosSchema,
      pot: answeredMicrosSchema,
      room: answeredMicrosSchema.nullable(),
    })
    .nullable(),
  rewards: z.array(z.object({ rewardId: z.string(), role: roleSchema, target: answeredMicrosSchema })),
  potUnderRulesInForce: answeredMicrosSchema.nullable(),
})
