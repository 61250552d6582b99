// Cases under review: how they are asked for and decided, and how this server answers them.

import { REFUSAL_SENTENCES, type RefusalReason } from '#domain/misuse/review.ts'
import { z } from 'zod'
import { answeredInstantSchema, pageOf } from './answered.ts'
import { verdictAnswerSchema } from './deliveries.ts'
import { retailerOwnedIdSchema } from './ids.ts'
import { answeredMicrosSchema } from './money.ts'
import { pageQuerySchema } from './page.ts'
import { noteSchema } from './text.ts'

const REASONS = Object.keys(REFUSAL_SENTENCES) as RefusalReason[]
const STATES = ['open', 'released', 'refused', 'expired'] as const

/** What a shop may refuse a reward for. */
export const reviewRefusalReasonSchema = z.enum(REASONS)

export const reviewParamsSchema = z.object({ reviewId: retailerOwnedIdSchema })
export const reviewQuerySchema = pageQuerySchema.extend({ state: z.enum(STATES).optional() })
export const releaseReviewSchema = z.strictObject({})
export const refuseReviewSchema = z.strictObject({
  reason: reviewRefusalReasonSchema,
  note: noteSchema.optional(),
})

export const reviewAnswerSchema = z
  .object({
    reviewId: z.string(),
    programId: z.string(),
    orderId: z.string(),
    externalId: z.string(),
    rewardId: z.string(),
    recommenderId: z.string(),
    handle: z.string(),
    amount: answeredMicrosSchema,
    state: z.enum(STATES),
    verdicts: z.array(verdictAnswerSchema),
    openedAt: answeredInstantSchema,
    dueAt: answeredInstantSchema,
    decidedAt: answeredInstantSchema.nullable(),
    reason: reviewRefusalReasonSchema.nullable(),
    note: z.string().nullable(),
  })
  .meta({ id: 'Review' })

export const reviewsAnswerSchema = pageOf(reviewAnswerSchema)

export type ReviewAnswer = z.infer<typeof reviewAnswerSchema>
