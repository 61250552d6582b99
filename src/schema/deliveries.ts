// What a shop has sent and what was not used of it, as this server answers it, for those who read it.

import { z } from 'zod'

export const deliveriesAnswerSchema = z.object({
  data: z.array(
    z.object({
      deliveryId: z.string(),
      connectionId: z.string(),
      topic: z.string().nullable(),
      state: z.enum(['received', 'processed', 'skipped', 'parked']),
      outcome: z.string().nullable(),
      receivedAt: z.string(),
    }),
  ),
  page: z.object({ next: z.string().nullable() }),
})

export const noticesAnswerSchema = z.object({
  data: z.array(
    z.object({
      noticeId: z.string(),
      orderId: z.string(),
      externalId: z.string(),
      at: z.string(),
      rule: z.string(),
      score: z.int(),
      evidence: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
      sentence: z.string(),
    }),
  ),
})
