// What a shop has sent and what was not used of it, as this server answers it, for those who read it.

import { z } from 'zod'
import { answeredInstantSchema, pageOf } from './answered.ts'
import { retailerOwnedIdSchema } from './ids.ts'

export const verdictAnswerSchema = z
  .object({
    rule: z.string(),
    score: z.int(),
    evidence: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
    sentence: z.string(),
  })
  .meta({ id: 'Verdict' })

const deliveryAnswerSchema = z
  .object({
    deliveryId: z.string(),
    connectionId: z.string(),
    topic: z.string().nullable(),
    /** Read from the shop's interface, not sent by the shop. */
    isPulled: z.boolean(),
    state: z.enum(['received', 'processed', 'skipped', 'parked']),
    outcome: z.string().nullable(),
    receivedAt: answeredInstantSchema,
  })
  .meta({ id: 'Delivery' })

export const deliveriesAnswerSchema = pageOf(deliveryAnswerSchema)

const noticeAnswerSchema = z
  .object({
    noticeId: z.string(),
    orderId: z.string(),
    externalId: z.string(),
    at: answeredInstantSchema,
    ...verdictAnswerSchema.shape,
  })
  .meta({ id: 'Notice' })

export const noticesAnswerSchema = pageOf(noticeAnswerSchema)

export const deliveryParamsSchema = z.object({ deliveryId: retailerOwnedIdSchema })

export const replayedDeliveryAnswerSchema = z.object({
  deliveryId: z.string(),
  state: z.enum(['received']),
})
