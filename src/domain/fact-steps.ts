// What became of an order after it was paid, as steps of its trace: changes, refunds, disputes, cancellation. Sentences
// carry figures in the order's currency and no identifier.

import { formatMicros, type Micros } from './money.ts'

import type { OrderState, Suspension } from './order-facts.ts'
import type { Trace, TraceStep } from './trace.ts'

const CANCELLED_SENTENCES: Readonly<Record<Suspension, string>> = {
  cancelled: 'The order was cancelled, so there is no reward.',
  'on-hold': 'The shop has put the order on hold, so there is no reward until it goes on.',
  deleted: 'The shop has deleted the order, so there is no reward.',
}

/** Steps of the rule for everything that lowers or changes what a reward is computed from; none before the payment. */
export function factSteps(state: OrderState): Trace {
  const { paid, contents } = state
  if (!paid || !contents) return []
  const { currency } = paid
  const money = (amount: Micros): string => `${formatMicros(amount)} ${currency}`
  if (state.cancelled) return [step('stopped', CANCELLED_SENTENCES[state.suspended ?? 'cancelled'])]

  const bought = contents.eligibleMicros
  const steps: TraceStep[] = []
  if (state.edited) {
    steps.push(
      step(
        'noted',
        `The shop changed the order after payment: ${money(bought)} counts, not ${money(paid.eligibleMicros)}.`,
        { from: formatMicros(paid.eligibleMicros), to: formatMicros(bought), currency },
      ),
    )
  }
  if (state.reducedToTotal === true) {
    const sentence = `The lines add up to more than the order's total, so ${money(bought)} counts.`
    steps.push(step('noted', sentence, { counts: formatMicros(bought), currency }))
  }
  if (state.refundedMicros > 0n) steps.push(refundStep(state, bought, money))
  if (state.disputedMicros > 0n) {
    const disputed = money(state.disputedMicros)
    const sentence = state.disputeOpen
      ? `A bank disputes ${disputed} of the order; it counts as given back until the bank decides.`
      : `A bank took ${disputed} of the order back.`
    steps.push(step('noted', sentence, { disputed: formatMicros(state.disputedMicros), currency }))
  }
  if ((state.foreignRefunds ?? 0) > 0) {
    const sentence = `A refund, dispute or change in another currency than ${currency} is not counted.`
    steps.push(step('noted', sentence, { notCounted: state.foreignRefunds ?? 0 }))
  }
  return steps
}

function refundStep(state: OrderState, bought: Micros, money: (amount: Micros) => string): TraceStep {
  const refunded = money(state.refundedMicros)
  const sentence =
    state.refundedMicros > bought
      ? `The shop refunded ${refunded}, more than the ${money(bought)} that counts.`
      : `The shop refunded ${refunded} of the order.`
  return step('noted', sentence, {
    refunded: formatMicros(state.refundedMicros),
    currency: state.paid?.currency ?? '',
  })
}

function step(
  outcome: TraceStep['outcome'],
  sentence: string,
  facts?: NonNullable<TraceStep['facts']>,
): TraceStep {
  return { step: 'rule', outcome, sentence, ...(facts ? { facts } : {}) }
}
