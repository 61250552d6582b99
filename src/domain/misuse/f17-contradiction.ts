// F17: a message about an order contradicts one that stands. The first stays; the other is not used.

import { passed, rejected, type MisuseVerdict } from './verdict.ts'

import type { OrderFact } from '../order-facts.ts'

/** What a message says of an order, against what stands under the same key. */
export type ContradictionContext = {
  /** The same payment, refund or edit was told before with other contents. */
  readonly contradicts: boolean
  /** It says more was paid, or less given back, than what stands. */
  readonly isUpward: boolean
}

/** Rejects a message that says again, and otherwise, what was said before; an exact repeat is one message. */
export function contradiction({ contradicts, isUpward }: ContradictionContext): MisuseVerdict {
  if (!contradicts) return passed('F17')
  return rejected('F17', {
    evidence: { isUpward },
    sentence: isUpward
      ? 'A message that raises an amount told before was not used.'
      : 'A message that contradicts an earlier one was not used.',
  })
}

/** A message in the words of an earlier one, about an order that was brought back since. */
export function oldDeletion(): MisuseVerdict {
  return rejected('F17', {
    evidence: { isUpward: false },
    sentence:
      'A message says once more that the order was deleted. It may be the earlier one again, so the order still counts; ' +
      'cancel the order if it is meant.',
  })
}

/** Whether what is told now of the same payment, edit or refund leaves more to be rewarded than what stands. */
export function raisesAmount(standing: OrderFact, told: OrderFact): boolean {
  const isPurchase = (fact: OrderFact) => fact.kind === 'paid' || fact.kind === 'edited'
  if (isPurchase(standing) && isPurchase(told)) return eligibleOf(told) > eligibleOf(standing)
  if (standing.kind === 'refunded' && told.kind === 'refunded') {
    return told.eligibleMicros < standing.eligibleMicros
  }
  return false
}

function eligibleOf(fact: OrderFact): bigint {
  return fact.kind === 'paid' || fact.kind === 'edited' ? fact.eligibleMicros : 0n
}
