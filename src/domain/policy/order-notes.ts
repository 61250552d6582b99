// What happened to an order after it was paid, as notes of its trace.

import { formatMicros } from '../money.ts'

import type { OrderState } from '../order-facts.ts'
import type { TraceStep } from '../trace.ts'

/** One note for each kind of later fact that changes what counts; figures in the order's currency. */
export function orderNotes(state: OrderState, currency: string): readonly TraceStep[] {
  const sentences: string[] = []
  if (state.edited) sentences.push('The shop changed the order after it was paid.')
  if (state.refundedMicros > 0n) {
    sentences.push(`The shop refunded ${formatMicros(state.refundedMicros)} ${currency} of the order.`)
  }
  if (state.disputedMicros > 0n) {
    const amount = `${formatMicros(state.disputedMicros)} ${currency}`
    sentences.push(
      state.disputeOpen
        ? `The buyer's bank disputes ${amount}, which does not count while that is open.`
        : `The buyer's bank took ${amount} back.`,
    )
  }
  if ((state.foreignRefunds ?? 0) > 0) {
    sentences.push(`A refund in another currency than ${currency} is not counted.`)
  }
  return sentences.map((sentence) => ({ step: 'rule', outcome: 'noted', sentence }))
}
