// Keyed hashes by Node's own cryptography, for commands that check signatures of shops.

import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import type { commerceAdapters } from '#commerce/adapters.ts'

/** Comparing takes the same time whatever differs. */
export const nodeMacs: Parameters<typeof commerceAdapters>[0] = {
  hmacSha256: (key, data) => createHmac('sha256', key).update(data).digest(),
  sha256: (data) => createHash('sha256').update(data).digest(),
  equal: (a, b) => a.length === b.length && timingSafeEqual(a, b),
}
