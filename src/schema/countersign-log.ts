// The log of what an order key has signed, as it stands in its file: one line of JSON each, amounts as decimal integers of
// micros.

import type { LogLine } from '#domain/countersign/signed-log.ts'
import { micros } from '#domain/money.ts'
import { z } from 'zod'
import { addressSchema } from './address.ts'
import { hexSchema } from './hex.ts'

const microsTextSchema = z
  .string()
  .regex(/^(?:0|[1-9]\d{0,18})$/, 'must be a whole number of micros')
  .transform((text) => micros(BigInt(text)))

const hashSchema = hexSchema(32)
const placeParts = { pool: z.int().min(0), seq: z.int().min(1) }

const capSchema = z.string().optional()
const capsSchema = z.object({
  perRecommenderDay: capSchema,
  perRecommenderMonth: capSchema,
  perCustomerDay: capSchema,
  perCustomerMonth: capSchema,
  perDay: capSchema,
  perMonth: capSchema,
})

const beganSchema = z.object({
  kind: z.literal('began'),
  chainId: z.int().min(1),
  ledger: addressSchema,
  signer: addressSchema,
})

const poolSchema = z.object({ kind: z.literal('pool'), pool: z.int().min(0), fromSeq: z.int().min(1) })

const policySchema = z.object({ kind: z.literal('policy'), programId: z.string(), policyHash: hashSchema })

const batchSchema = z.object({
  ...placeParts,
  kind: z.literal('batch'),
  programId: z.string(),
  recordsHash: hashSchema,
  batchHash: hexSchema(27),
  digest: hashSchema,
  deadlineSeconds: z.int().min(0),
  signedAt: z.int(),
  records: z.array(
    z.object({
      source: z.string(),
      sourceOrder: hashSchema,
      payee: addressSchema,
      tag: hexSchema(6),
      code: z.string(),
      earned: microsTextSchema,
      netted: microsTextSchema,
      amount: microsTextSchema,
      paidAt: z.int(),
      grant: z.object({ micros: microsTextSchema, orderMicros: microsTextSchema }).optional(),
      buyer: z.array(z.string()).optional(),
      accepted: z.string().optional(),
      repaid: z.array(z.object({ source: z.string(), micros: microsTextSchema })).optional(),
    }),
  ),
  pins: z.array(
    z.object({
      code: z.string(),
      payee: addressSchema,
      place: z.object({ programId: z.string(), campaignId: z.string().nullable() }).optional(),
    }),
  ),
  coupons: z.array(z.object({ coupon: z.string(), code: z.string() })),
  campaigns: z
    .array(
      z.object({
        campaignId: z.string(),
        parentCampaignId: z.string().nullable(),
        startsAt: z.int(),
        endsAt: z.int().nullable(),
      }),
    )
    .optional(),
  versions: z
    .array(z.object({ versionNo: z.int().min(1), policyHash: hashSchema, effectiveFrom: z.int() }))
    .optional(),
  caps: capsSchema.optional(),
})

const amendmentSchema = z.object({
  ...placeParts,
  kind: z.literal('amendment'),
  recordsHash: hashSchema,
  fromHash: hexSchema(27),
  toHash: hexSchema(27),
  digest: hashSchema,
  signedAt: z.int(),
  reductions: z.array(
    z.object({
      source: z.string(),
      payee: addressSchema,
      tag: hexSchema(6),
      amount: microsTextSchema,
    }),
  ),
})

const resolvedSchema = z.object({
  ...placeParts,
  kind: z.literal('resolved'),
  outcome: z.enum(['committed', 'dead']),
  recordsHashes: z.array(hashSchema),
})

const appliedSchema = z.object({ ...placeParts, kind: z.literal('applied'), toHash: hexSchema(27) })

/** One line of the log. */
export const countersignLogLineSchema: z.ZodType<LogLine> = z.discriminatedUnion('kind', [
  beganSchema,
  poolSchema,
  policySchema,
  batchSchema,
  amendmentSchema,
  resolvedSchema,
  appliedSchema,
])

/** Writes a line as it is read back. */
export function countersignLogText(line: LogLine): string {
  return JSON.stringify(line, (_name, field: unknown) =>
    typeof field === 'bigint' ? field.toString() : field,
  )
}
