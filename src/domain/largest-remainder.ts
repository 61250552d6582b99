// Splits a whole amount by weights so that the parts always sum to it (the method of largest remainders).

import { invariant } from './invariant.ts'
import { micros, type Micros } from './money.ts'

/**
 * Parts of `total` (micros, from zero up) in proportion to `weights` (from zero up, at least one above it, unless the
 * total is nothing): each is its exact share rounded down, and the micros left over go one by one to the largest
 * remainders, ties to the earlier place. A part never exceeds its weight while the total does not exceed theirs.
 */
export function splitByLargestRemainder(total: bigint, weights: readonly bigint[]): readonly Micros[] {
  let sum = 0n
  for (const weight of weights) {
    invariant(weight >= 0n, 'weights are from zero up')
    sum += weight
  }
  invariant(total >= 0n && (sum > 0n || total === 0n), 'an amount is split over something')
  if (total === 0n) return weights.map(() => micros(0n))
  const parts = weights.map((weight, place) => ({
    place,
    part: (total * weight) / sum,
    remainder: (total * weight) % sum,
  }))
  let left = total
  for (const { part } of parts) left -= part
  const byRemainder = parts.toSorted((a, b) =>
    a.remainder === b.remainder ? a.place - b.place : a.remainder > b.remainder ? -1 : 1,
  )
  for (const one of byRemainder.slice(0, Number(left))) one.part += 1n
  return parts.map(({ part }) => micros(part))
}
