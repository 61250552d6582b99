// The comparison of attribution models as this server answers it.

import { z } from 'zod'
import { answeredMicrosSchema } from './money.ts'

export const modelsAnswerSchema = z.object({
  from: z.string(),
  to: z.string(),
  inForce: z.string(),
  orders: z.int(),
  isCut: z.boolean(),
  models: z.array(
    z.object({
      model: z.string(),
      credited: z.int(),
      total: answeredMicrosSchema,
      people: z.array(z.object({ handle: z.string(), orders: z.int(), amount: answeredMicrosSchema })),
    }),
  ),
})

export type ModelsAnswer = z.infer<typeof modelsAnswerSchema>
