// A problem answer (RFC 9457) as this server sends it, for those who read it.

import { z } from 'zod'

/** What is read of one; other members may be there. */
export const problemAnswerSchema = z.object({
  title: z.string(),
  status: z.int(),
  code: z.string(),
  retry: z.enum(['never', 'later']),
  facts: z.record(z.string(), z.unknown()).optional(),
})
