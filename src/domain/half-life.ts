// How much of a weight is left after a time: two to the minus age over half-life, in whole parts of a million, worked out
// with integers alone, so that every machine and every year gets the same.

import { invariant } from './invariant.ts'

/** A full weight. */
export const FULL_WEIGHT = 1_000_000

/** Binary digits of the fraction of a half-life that count: far finer than a millionth of a weight. */
const FRACTION_BITS = 32n

/** Fixed-point numbers here carry this many binary digits. */
const SCALE_BITS = 64n

/** 2^(−1/2), 2^(−1/4), … as fixed-point numbers, one for each binary digit of the fraction. */
const ROOTS = halvingRoots()

/** Parts of a million left of a full weight, rounded down; both in milliseconds, the half-life above zero. */
export function halfLifeWeight(ageMs: number, halfLifeMs: number): number {
  invariant(ageMs >= 0 && halfLifeMs > 0, 'a weight decays with time')
  const age = BigInt(Math.floor(ageMs))
  const halfLife = BigInt(Math.floor(halfLifeMs))
  const halvings = age / halfLife
  const digits = ((age % halfLife) << FRACTION_BITS) / halfLife
  let left = 1n << SCALE_BITS
  for (const [i, root] of ROOTS.entries()) {
    const isSet = (digits >> (FRACTION_BITS - 1n - BigInt(i))) & 1n
    if (isSet === 1n) left = (left * root) >> SCALE_BITS
  }
  return Number((BigInt(FULL_WEIGHT) * left) >> (SCALE_BITS + halvings))
}

function halvingRoots(): readonly bigint[] {
  const roots: bigint[] = []
  let last = 1n << (SCALE_BITS - 1n)
  for (let i = 0n; i < FRACTION_BITS; i += 1n) {
    last = squareRootDown(last << SCALE_BITS)
    roots.push(last)
  }
  return roots
}

/** The whole part of a square root, by Newton's method. */
function squareRootDown(value: bigint): bigint {
  let root = 1n << BigInt(Math.ceil(value.toString(2).length / 2))
  for (;;) {
    const next = (root + value / root) >> 1n
    if (next >= root) return root
    root = next
  }
}
