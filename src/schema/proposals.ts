// What waits for a retailer's own order key: how it is answered, signed and refused.

import { REFUSAL_CODES } from '#domain/countersign/refusals.ts'
import { parseProposalId } from '#domain/countersign/proposal-id.ts'
import type { Proposal } from '#domain/countersign/proposal.ts'
import { micros, parseMicros } from '#domain/money.ts'
import { MAX_PAYEES, MAX_RECORDS_PER_PAYEE, RECORD_BYTES, RECORDS_HEAD_BYTES } from '#domain/records.ts'
import { z } from 'zod'
import { addressSchema } from './address.ts'
import { answeredInstantSchema, pageSchema } from './answered.ts'
import { hexSchema, hexUpToSchema } from './hex.ts'
import { retailerOwnedIdSchema } from './ids.ts'
import { answeredMicrosSchema } from './money.ts'
import {
  instantOf,
  PARTS_MAX,
  proposedRepaymentSchema,
  proposedSourceSchema,
  proposedVersionSchema,
  readSource,
  readVersion,
} from './proposed-order.ts'
import { reviewRefusalReasonSchema } from './reviews.ts'

/** Bytes of an ECDSA signature: r 32, s 32, v 1. */
const SIGNATURE_BYTES = 65

/** Most records in a batch; the ledger takes no more. */
const RECORDS_MAX = MAX_PAYEES * MAX_RECORDS_PER_PAYEE

/** Most bytes of a batch's records. */
const RECORDS_BYTES_MAX = MAX_PAYEES * RECORDS_HEAD_BYTES + RECORDS_MAX * RECORD_BYTES

/** Most reasons in one refusal: what the largest batch that travels in one chain transaction has. */
const REASONS_MAX = 10_000

const proposalIdSchema = z
  .string()
  .refine((text) => parseProposalId(text) !== undefined, 'is not the id of a proposal')

export const proposalParamsSchema = z.object({ proposalId: proposalIdSchema })

export const signProposalSchema = z.strictObject({ signature: hexSchema(SIGNATURE_BYTES) })

export const refuseProposalSchema = z.strictObject({
  reasons: z
    .array(z.strictObject({ reason: z.enum(REFUSAL_CODES), rewardId: retailerOwnedIdSchema.optional() }))
    .min(1)
    .max(REASONS_MAX),
})

export const resumeRewardSchema = z.strictObject({})

export const refuseRewardSchema = z.strictObject({ reason: reviewRefusalReasonSchema })

const uint32Schema = z
  .int()
  .min(0)
  .max(2 ** 32 - 1)
const instantSecondsSchema = z.int().min(0)

export const proposalsAnswerSchema = z.object({
  data: z.array(
    z.object({
      proposalId: proposalIdSchema,
      kind: z.enum(['batch', 'amendment']),
      programId: z.string(),
      pool: uint32Schema,
      seq: uint32Schema,
      rewards: z.int(),
      amount: answeredMicrosSchema,
      deadlineSeconds: instantSecondsSchema,
    }),
  ),
  setAside: z.array(
    z.object({
      rewardId: z.string(),
      programId: z.string(),
      externalId: z.string(),
      handle: z.string(),
      amount: answeredMicrosSchema,
      reason: z.enum(REFUSAL_CODES),
      sentence: z.string(),
      at: answeredInstantSchema,
      resumesAt: answeredInstantSchema.nullable(),
    }),
  ),
  page: pageSchema,
})

export const signedAnswerSchema = z.object({ proposalId: z.string(), state: z.literal('signed') })
export const refusedAnswerSchema = z.object({
  proposalId: z.string(),
  state: z.literal('refused'),
  setAside: z.array(z.string()),
})
export const resumedAnswerSchema = z.object({ rewardId: z.string(), state: z.literal('resumed') })
export const refusedRewardAnswerSchema = z.object({ rewardId: z.string(), state: z.literal('refused') })

const rewardParts = {
  rewardId: retailerOwnedIdSchema,
  recommenderId: z.string(),
  payee: addressSchema,
  code: z.string(),
  tag: hexSchema(6),
  sourceOrder: hexSchema(32),
  source: proposedSourceSchema,
  amount: answeredMicrosSchema,
}

const placeParts = {
  proposalId: proposalIdSchema,
  programId: z.string(),
  chainId: z.int().min(1),
  ledger: addressSchema,
  pool: uint32Schema,
  seq: uint32Schema,
  orderSigner: addressSchema,
  policyHash: hexSchema(32),
  // Form alone: whether it is what its hash says is for the check to find out.
  policy: z.looseObject({}),
  laterPolicies: z.array(z.looseObject({})).max(PARTS_MAX),
  versions: z.array(proposedVersionSchema).max(PARTS_MAX),
  lastOrderAt: answeredInstantSchema.optional(),
  deadlineSeconds: instantSecondsSchema,
  records: hexUpToSchema(RECORDS_BYTES_MAX),
}

const ordersByReasonSchema = z.record(z.string(), z.int().min(0))

const batchSchema = z.object({
  ...placeParts,
  kind: z.literal('batch'),
  holdSeconds: instantSecondsSchema,
  evidenceRoot: hexSchema(32),
  counts: z.string().regex(/^(?:0|[1-9]\d{0,77})$/, 'must be a whole number'),
  classes: z.object({
    orders: z.object({
      rewarded: ordersByReasonSchema,
      rejected: ordersByReasonSchema,
      underReview: ordersByReasonSchema,
      notRecommended: ordersByReasonSchema,
    }),
    salt: hexSchema(32),
  }),
  rewards: z
    .array(
      z.object({
        ...rewardParts,
        earned: answeredMicrosSchema,
        netted: answeredMicrosSchema,
        supplement: z.boolean(),
        repaid: z.array(proposedRepaymentSchema).max(PARTS_MAX),
        tier: z.int().min(0).max(255),
        traceHash: hexSchema(32),
        trace: z.array(z.looseObject({})),
        salt: hexSchema(32),
      }),
    )
    .max(RECORDS_MAX),
})

const amendmentSchema = z.object({
  ...placeParts,
  kind: z.literal('amendment'),
  netList: hexUpToSchema(RECORDS_BYTES_MAX),
  reductions: hexUpToSchema(RECORDS_BYTES_MAX),
  rewards: z.array(z.object({ ...rewardParts, isRefusedInReview: z.boolean() })).max(RECORDS_MAX),
})

/** A proposal as this server answers it: amounts are decimal strings. */
export const proposalAnswerSchema = z.discriminatedUnion('kind', [batchSchema, amendmentSchema])

/** The same as the rules see it: amounts in micros. */
export const readProposalSchema = proposalAnswerSchema.transform((answer): Proposal => {
  const rewards =
    answer.kind === 'batch'
      ? answer.rewards.map((reward) => ({
          ...reward,
          source: readSource(reward.source),
          amount: amountOf(reward.amount),
          earned: amountOf(reward.earned),
          netted: amountOf(reward.netted),
          repaid: reward.repaid.map(({ source, amount }) => ({
            ...{ source: readSource(source), amount: amountOf(amount) },
          })),
        }))
      : answer.rewards.map((reward) => ({
          ...reward,
          source: readSource(reward.source),
          amount: amountOf(reward.amount),
        }))
  const { lastOrderAt } = answer
  return {
    ...answer,
    ...(lastOrderAt === undefined ? {} : { lastOrderAt: instantOf(lastOrderAt) }),
    versions: answer.versions.map(readVersion),
    rewards,
  } as unknown as Proposal
})

function amountOf(text: string) {
  return micros(parseMicros(text) ?? 0n)
}
