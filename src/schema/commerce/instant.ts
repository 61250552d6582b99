// Instants in webhook bodies: ISO 8601 with an offset, as both platforms write them.

import { z } from 'zod'

/** Earliest instant believed: no shop that sends signed webhooks is older. */
const INSTANT_MIN = Date.UTC(2000, 0, 1)

/** Latest instant believed: beyond it an instant is a slip, and columns of milliseconds stay far from their ends. */
const INSTANT_MAX = Date.UTC(2100, 0, 1)

/** Reads `2026-01-10T11:00:00-05:00` as milliseconds since 1970. */
export const instantSchema = z.iso
  .datetime({ offset: true })
  .transform((text) => Date.parse(text))
  .refine(
    (instant) => instant >= INSTANT_MIN && instant <= INSTANT_MAX,
    'must be an instant from 2000 to 2100',
  )
