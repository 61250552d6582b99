// Whose money a payment was: each payment to a payee consumes its credits in the order of their Settled logs, so that
// every micro paid belongs to exactly one pool.

import type { PayeeState, PoolState } from '../state.ts'

/** Used-up credits kept before the list is shortened: rare enough to be cheap, small enough to hold no memory. */
const SPENT_KEPT = 64

/** Credits a payee from a settled batch of `pool`. `micros` of 0 leave no trace. */
export function credit(payee: PayeeState, pool: PoolState, micros: bigint): void {
  if (micros === 0n) return
  payee.owedMicros += micros
  pool.owedMicros += micros
  payee.credits.push({ pool, micros })
}

/** Consumes up to `micros` of the payee's credits, first in first out, and answers what no credit covered. */
export function payOut(payee: PayeeState, micros: bigint): bigint {
  let left = micros
  while (left > 0n) {
    const oldest = payee.credits[payee.spent]
    if (!oldest) break
    const part = oldest.micros < left ? oldest.micros : left
    oldest.micros -= part
    oldest.pool.owedMicros -= part
    oldest.pool.paidMicros += part
    left -= part
    if (oldest.micros === 0n) payee.spent += 1
  }
  payee.owedMicros -= micros - left
  payee.paidMicros += micros - left
  if (payee.spent >= SPENT_KEPT) {
    payee.credits = payee.credits.slice(payee.spent)
    payee.spent = 0
  }
  return left
}
