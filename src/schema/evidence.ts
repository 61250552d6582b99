// An evidence file as it is read back by those who check it.

import { EVIDENCE_FORMAT, type EvidenceFile } from '#domain/evidence-file.ts'
import { z } from 'zod'
import { addressSchema } from './address.ts'
import { answeredAddressSchema } from './answered.ts'
import { hexSchema } from './hex.ts'

/** Most hashes in a proof: a batch has at most 500 payees with 255 records each, below 2¹⁷ leaves with the one of the classes. */
const PROOF_MAX = 17

/** Most records of one reward that are read; each is in a batch of its own. */
const RECORDS_MAX = 1000

const uint32Schema = z
  .int()
  .min(0)
  .max(2 ** 32 - 1)
const hashSchema = hexSchema(32)
const amountSchema = z.string().regex(/^(?:0|[1-9]\d{0,8})\.\d{2,6}$/, 'must be an amount such as "5.00"')

const proofSchema = z.array(hashSchema).max(PROOF_MAX)

/** Most reasons in a class; there are a handful. */
const REASONS_MAX = 100

const ordersByReasonSchema = z
  .record(z.string().max(40), z.int().min(1))
  .refine((orders) => Object.keys(orders).length <= REASONS_MAX, 'has too many reasons')

const classesSchema = z.strictObject({
  orders: z.strictObject({
    rewarded: ordersByReasonSchema,
    rejected: ordersByReasonSchema,
    underReview: ordersByReasonSchema,
    notRecommended: ordersByReasonSchema,
  }),
  salt: hashSchema,
  proof: proofSchema,
})

/** The form of a file whose addresses have this form. */
function fileSchema<AddressForm extends z.ZodType>(address: AddressForm) {
  const recordSchema = z.strictObject({
    pool: uint32Schema,
    seq: uint32Schema,
    chainTransaction: hashSchema,
    payee: address,
    tag: hexSchema(6),
    earned: amountSchema,
    netted: amountSchema,
    sourceOrder: hashSchema,
    tier: z.int().min(0).max(255),
    policyHash: hashSchema,
    traceHash: hashSchema,
    salt: hashSchema,
    proof: proofSchema,
    trace: z.array(z.looseObject({})).exactOptional(),
    classes: classesSchema.exactOptional(),
  })
  return z.strictObject({
    format: z.literal(EVIDENCE_FORMAT),
    rewardId: z.string(),
    chainId: z.int().min(1),
    ledger: address,
    policy: z.looseObject({}),
    records: z.array(recordSchema).min(1).max(RECORDS_MAX),
  })
}

/** As this server answers it. */
export const evidenceAnswerSchema = fileSchema(answeredAddressSchema).meta({ id: 'Evidence' })

/** Form alone: whether policy and trace are what their hashes say is for the check to find out. */
export const evidenceFileSchema: z.ZodType<EvidenceFile> = fileSchema(addressSchema).transform(
  (file) => file as unknown as EvidenceFile,
)
