// The comparison of attribution models as this server answers it.

import { ATTRIBUTION_MODELS } from '#domain/policy.ts'
import { z } from 'zod'
import { answeredInstantSchema } from './answered.ts'
import { answeredMicrosSchema } from './money.ts'

const modelSchema = z.enum(ATTRIBUTION_MODELS)

export const modelsAnswerSchema = z.object({
  programId: z.string(),
  from: answeredInstantSchema,
  to: answeredInstantSchema,
  inForce: modelSchema,
  orders: z.int(),
  isCut: z.boolean(),
  models: z.array(
    z.object({
      model: modelSchema,
      credited: z.int(),
      total: answeredMicrosSchema,
      people: z.array(
        z.object({
          recommenderId: z.string(),
          handle: z.string(),
          orders: z.int(),
          amount: answeredMicrosSchema,
        }),
      ),
    }),
  ),
})

export type ModelsAnswer = z.infer<typeof modelsAnswerSchema>
