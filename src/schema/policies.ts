// What a shop sends about versions of its rules.

import { z } from 'zod'
import { retailerOwnedIdSchema } from './ids.ts'
import { answeredMicrosSchema } from './money.ts'
import { policySchema } from './policy.ts'

/** An instant as ISO 8601 with its zone, read as milliseconds since 1970. */
const instantSchema = z.iso
  .datetime({ offset: true, error: 'is an instant such as 2026-03-01T00:00:00Z' })
  .transform((text) => Date.parse(text))

export const publishPolicySchema = z.strictObject({
  policy: policySchema,
  effectiveFrom: instantSchema.optional(),
})

export const policyVersionAnswerSchema = z.object({
  versionNo: z.int(),
  policyHash: z.string(),
  effectiveFrom: z.string(),
  publishedAt: z.string(),
})

export const publishedPolicyAnswerSchema = policyVersionAnswerSchema.extend({
  status: z.enum(['published', 'already-in-force']),
})

export const policyListAnswerSchema = z.object({
  data: z.array(policyVersionAnswerSchema.extend({ isInForce: z.boolean() })),
})

/** The policy is looked at by the check itself, so that its answer can say what is wrong. */
export const checkPolicySchema = z.strictObject({
  policy: z.record(z.string(), z.unknown()),
  programId: retailerOwnedIdSchema.optional(),
})

/** Of rules that are right. */
export const checkedPolicyAnswerSchema = z.object({
  isValid: z.literal(true),
  policyHash: z.string(),
  loss: z.object({ most: answeredMicrosSchema.nullable(), sentence: z.string() }),
})
