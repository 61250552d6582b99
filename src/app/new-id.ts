// Ids and secrets made by the application; the store never makes one.

import { ID_SUFFIX_LENGTH, idFromBytes, SECRET_LENGTH, sortableSuffix, type RetailerId } from '#domain/ids.ts'

import type { WallClock } from '#ports/clocks.ts'
import type { Random } from '#ports/random.ts'

/** Random bytes that one character of an id takes. */
const BYTES_PER_CHARACTER = 2

/** An id of a retailer's family that sorts by the time it was made. */
export function newId(
  { random, clock }: { random: Random; clock: WallClock },
  retailerId: RetailerId,
): string {
  return retailerId + sortableSuffix(clock.now(), random.bytes(BYTES_PER_CHARACTER * ID_SUFFIX_LENGTH))
}

/** `length` random characters of the id alphabet. */
export function newCode({ random }: { random: Random }, length: number): string {
  return idFromBytes(random.bytes(BYTES_PER_CHARACTER * length), length)
}

/** A secret of at least 138 bits, in the id alphabet. */
export function newSecret({ random }: { random: Random }): string {
  return newCode({ random }, SECRET_LENGTH)
}
