// Keyed hashes by Node's own cryptography.

import { createHash, createHmac, timingSafeEqual } from 'node:crypto'

import type { Macs } from '#ports/crypto.ts'

/** All by `node:crypto`; comparing takes the same time whatever differs. */
export const macs: Macs = {
  hmacSha256: (key, data) => createHmac('sha256', key).update(data).digest(),
  sha256: (data) => createHash('sha256').update(data).digest(),
  equal: (a, b) => a.length === b.length && timingSafeEqual(a, b),
}
