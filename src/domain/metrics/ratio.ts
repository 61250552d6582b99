// Ratios as whole ten-thousandths (bps): exact, comparable, and undefined where there is nothing to divide by.

import { BPS_PER_ONE, micros, type Micros } from '../money.ts'

const SAFE = BigInt(Number.MAX_SAFE_INTEGER)

/** `part ÷ whole` in ten-thousandths, rounded down (towards less); null when `whole` is not above zero. */
export function ratioBpsDown(part: bigint | number, whole: bigint | number): number | null {
  const [above, below] = [BigInt(part), BigInt(whole)]
  if (below <= 0n) return null
  const scaled = above * BPS_PER_ONE
  const quotient = scaled / below
  const floor = scaled < 0n && quotient * below !== scaled ? quotient - 1n : quotient
  // Beyond what a number holds exactly the ratio says nothing more than "huge".
  return Number(floor > SAFE ? SAFE : floor < -SAFE ? -SAFE : floor)
}

/** `amount ÷ count` in micros, rounded down; null when there is nothing to divide by. */
export function shareMicrosDown(amount: Micros, count: number): Micros | null {
  return count > 0 ? micros(amount / BigInt(count)) : null
}
