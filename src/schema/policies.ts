// What a shop sends about versions of its rules.

import { TOKEN_CURRENCY } from '#domain/policy.ts'
import { z } from 'zod'
import {
  answeredHashSchema,
  answeredInstantSchema,
  answeredPolicySchema,
  pageOf,
  tierSchema,
} from './answered.ts'
import { retailerOwnedIdSchema } from './ids.ts'
import { answeredMicrosSchema } from './money.ts'
import { policySchema } from './policy.ts'
import { currencySchema } from './text.ts'

/** An instant as ISO 8601 with its zone, read as milliseconds since 1970. */
const instantSchema = z.iso
  .datetime({ offset: true, error: 'is an instant such as 2026-03-01T00:00:00Z' })
  .transform((text) => Date.parse(text))

export const publishPolicySchema = z.strictObject({
  policy: policySchema,
  effectiveFrom: instantSchema.optional(),
})

const policyVersionAnswerSchema = z.object({
  versionNo: z.int(),
  policyHash: answeredHashSchema,
  effectiveFrom: answeredInstantSchema,
  publishedAt: answeredInstantSchema,
  policy: answeredPolicySchema,
})

export const publishedPolicyAnswerSchema = policyVersionAnswerSchema.extend({
  status: z.enum(['published', 'already-in-force']),
})

export const policyListAnswerSchema = pageOf(policyVersionAnswerSchema.extend({ isInForce: z.boolean() }))

/** The policy is looked at by the check itself, so that its answer can say what is wrong. */
export const checkPolicySchema = z.strictObject({
  policy: z.record(z.string(), z.unknown()),
  programId: retailerOwnedIdSchema.optional(),
})

/** Of rules that are right. */
export const checkedPolicyAnswerSchema = z.object({
  isValid: z.literal(true),
  policyHash: answeredHashSchema,
  fields: z.array(z.never()),
  loss: z.object({
    most: answeredMicrosSchema.nullable(),
    sentence: z.string(),
    limits: z.array(z.object({ limit: z.string(), most: answeredMicrosSchema })),
  }),
})

/** Of any rules. */
export const policyCheckAnswerSchema = z.discriminatedUnion('isValid', [
  checkedPolicyAnswerSchema,
  z.object({
    isValid: z.literal(false),
    fields: z.array(z.object({ field: z.string(), reason: z.string() })),
  }),
])

/** A shop's export of orders, as it came. */
const simulateExportSchema = z.strictObject({
  policy: policySchema,
  orders: z.string().min(1, 'must not be empty'),
  currency: currencySchema.default(TOKEN_CURRENCY),
  tier: tierSchema.default('micro'),
})

const simulateStoredSchema = z
  .strictObject({
    programId: retailerOwnedIdSchema,
    policy: policySchema.optional(),
    from: instantSchema,
    to: instantSchema,
  })
  .refine(({ from, to }) => from < to, { path: ['to'], message: 'must be later than from' })

/** Orders of an export, or those of a program that were paid in a time. */
export const simulatePolicySchema = z.unknown().transform((body, context) => {
  const isExport = typeof body === 'object' && body !== null && 'orders' in body
  const parsed = (isExport ? simulateExportSchema : simulateStoredSchema).safeParse(body)
  if (parsed.success) return parsed.data
  for (const { path, message } of parsed.error.issues) context.addIssue({ code: 'custom', path, message })
  return z.NEVER
})

/** The two, for those who read the description. */
export const simulatePolicyForm = z.union([simulateExportSchema, simulateStoredSchema])

export const simulationAnswerSchema = z.object({
  sentence: z.string(),
  orders: z.int(),
  rewarded: z.int(),
  sales: answeredMicrosSchema,
  rewards: answeredMicrosSchema,
  shareBps: z.int(),
  waitingForRate: z.int(),
  unrewarded: z.array(z.object({ reason: z.string(), orders: z.int() })),
  skipped: z.int().optional(),
  firstSkipped: z.array(z.object({ line: z.int(), reason: z.string() })).optional(),
  format: z.string().optional(),
  uncredited: z.int().optional(),
  isCut: z.boolean().optional(),
})
