// Parts that many answers of this server have: instants, hashes, pages of a list, steps of a trace.

import { TRACE_STEPS } from '#domain/trace.ts'
import { z } from 'zod'
import { answeredMicrosSchema } from './money.ts'

/** An instant as ISO 8601 in UTC, with milliseconds. */
export const answeredInstantSchema = z.iso.datetime({ precision: 3 })

/** An address on the chain, with the checksum of ERC-55. */
export const answeredAddressSchema = z.string().regex(/^0x[0-9a-fA-F]{40}$/)

/** 32 bytes in hex. */
export const answeredHashSchema = z.string().regex(/^0x[0-9a-f]{64}$/)

/** Ten-thousandths; null where there is nothing to divide by. */
export const ratioSchema = z.int().nullable()

/** A program's rules in full; docs/reference/policy.md says what they may hold. */
export const answeredPolicySchema = z.looseObject({ version: z.int() })

export const tierSchema = z.enum(['micro', 'macro', 'mega'])
export const followerEvidenceSchema = z.enum(['none', 'declared', 'checked'])

/** One step of a trace. */
export const traceStepSchema = z
  .object({
    step: z.enum(TRACE_STEPS),
    outcome: z.enum(['passed', 'stopped', 'noted']),
    sentence: z.string(),
    facts: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(),
    forShop: z.literal(true).optional(),
  })
  .meta({ id: 'TraceStep' })

/** `next` goes into `after` of the next request; null on the last page. */
export const pageSchema = z.object({ next: z.string().nullable() }).meta({ id: 'Page' })

/** A page of a list. */
export function pageOf<Row extends z.ZodType>(row: Row) {
  return z.object({ data: z.array(row), page: pageSchema })
}

/** A list that is answered whole. */
export function listOf<Row extends z.ZodType>(row: Row) {
  return z.object({ data: z.array(row) })
}

export const savingAnswerSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('percent'), bps: z.int() }),
  z.object({ kind: z.literal('amount'), amount: z.string(), currency: z.string() }),
])

/** A link with everything that is needed to send it on. */
export const linkAnswerSchema = z
  .object({
    code: z.string(),
    url: z.url(),
    qrUrl: z.url(),
    shareText: z.string(),
    locale: z.string(),
  })
  .meta({ id: 'Link' })

/** An amount beside its currency. */
export const priceAnswerSchema = z.object({ amount: answeredMicrosSchema, currency: z.string() })
