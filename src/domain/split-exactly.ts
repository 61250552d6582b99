// Splits an amount over whole weights by largest remainder, so that the parts always sum to the amount.

import { invariant } from './invariant.ts'
import { micros, ZERO_MICROS, type Micros } from './money.ts'

/**
 * The parts of `amount` for `weights`, in their order: each rounded down, and what is left over given out one micro
 * each, largest remainder first, of equal remainders the earlier. No weight is below zero; all are zero only where nothing
 * is split. No part exceeds its weight while the amount does not exceed their sum.
 */
export function splitExactly(amount: Micros, weights: readonly bigint[]): readonly Micros[] {
  invariant(amount >= 0n && weights.every((weight) => weight >= 0n), 'what is split is never below zero')
  const total = weights.reduce((sum, weight) => sum + weight, 0n)
  invariant(total > 0n || amount === 0n, 'somebody shares an amount that is split')
  if (amount === 0n) return weights.map(() => ZERO_MICROS)
  const shares = weights.map((weight, index) => ({
    index,
    part: (amount * weight) / total,
    remainder: (amount * weight) % total,
  }))
  const rest = Number(amount - shares.reduce((sum, { part }) => sum + part, 0n))
  const lucky = new Set(
    shares
      .toSorted((a, b) =>
        a.remainder === b.remainder ? a.index - b.index : a.remainder > b.remainder ? -1 : 1,
      )
      .slice(0, rest)
      .map(({ index }) => index),
  )
  return shares.map(({ index, part }) => micros(part + (lucky.has(index) ? 1n : 0n)))
}
