// Cases under review: how they are asked for and decided, and how this server answers them.

import { REFUSAL_SENTENCES, type RefusalReason } from '#domain/misuse/review.ts'
import { z } from 'zod'
import { retailerOwnedIdSchema } from './ids.ts'
import { answeredMicrosSchema } from './money.ts'
import { pageQuerySchema } from './page.ts'
import { noteSchema } from './text.ts'

const REASONS = Object.keys(REFUSAL_SENTENCES) as RefusalReason[]
const STATES = ['open', 'released', 'refused', 'expired'] as const

export const reviewParamsSchema = z.object({ reviewId: retailerOwnedIdSchema })
export const reviewQuerySchema = pageQuerySchema.extend({ state: z.enum(STATES).optional() })
export const releaseReviewSchema = z.strictObject({})
export const refuseReviewSchema = z.strictObject({
  reason: z.enum(REASONS),
  note: noteSchema.optional(),
})

export const reviewAnswerSchema = z.object({
  reviewId: z.string(),
  externalId: z.string(),
  rewardId: z.string(),
  handle: z.string(),
  amount: answeredMicrosSchema,
  state: z.enum(STATES),
  verdicts: z.array(z.object({ rule: z.string(), score: z.int(), sentence: z.string() })),
  openedAt: z.string(),
  dueAt: z.string(),
  reason: z.string().nullable(),
})

export const reviewsAnswerSchema = z.object({
  data: z.array(reviewAnswerSchema),
  page: z.object({ next: z.string().nullable() }),
})

export type ReviewAnswer = z.infer<typeof reviewAnswerSchema>
