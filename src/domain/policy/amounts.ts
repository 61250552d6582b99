// Amounts as policies hold them: decimal text that the boundary has checked, and sums that stay within 63 bits.

import { invariant } from '../invariant.ts'
import { micros, MICROS_MAX, parseMicros, type Micros } from '../money.ts'

/** An amount of a policy that the boundary has already checked, in micros. */
export function policyAmount(text: string): Micros {
  const amount = parseMicros(text)
  invariant(amount !== undefined, 'a stored policy holds decimal amounts')
  return amount
}

/**
 * An amount that may have outgrown 63 bits (ten thousand lines of a billion each), held at the largest one. Caps, which
 * every policy has, are far below it, so that nothing is paid differently.
 */
export function clampMicros(amount: bigint): Micros {
  return micros(amount > MICROS_MAX ? MICROS_MAX : amount)
}
