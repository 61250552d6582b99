// The key of a shop's marks, as this server answers it.

import { z } from 'zod'
import { hexSchema } from './hex.ts'

/** Bytes of HMAC-SHA256, by which the key itself is derived. */
const TAG_KEY_BYTES = 32

export const tagKeyAnswerSchema = z.object({ tagKey: hexSchema(TAG_KEY_BYTES) })
