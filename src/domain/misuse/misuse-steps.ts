// Verdicts as steps of the trace: in full for the shop, and for the recommender without a word about the buyer.

import type { TraceStep } from '../trace.ts'
import { isOrderRejected } from './judge-order.ts'
import type { MisuseRule, MisuseVerdict } from './verdict.ts'

/** Rules that reject for what the buyer did; the recommender is told what follows from them, not why. */
export const RULES_ABOUT_BUYERS: readonly MisuseRule[] = ['F04', 'F05']

/**
 * Steps of a trace for what the rules had to say; one that passed when they had nothing. `stopped` is said when nobody
 * can be credited any more: the order was rejected, or everybody whose touch it carried.
 */
export function misuseSteps(
  verdicts: readonly MisuseVerdict[],
  { nobodyLeft }: { readonly nobodyLeft: boolean },
): readonly TraceStep[] {
  if (verdicts.length === 0) {
    return [{ step: 'fraud', outcome: 'passed', sentence: 'No rule against misuse applies.' }]
  }
  const isStopped = nobodyLeft || isOrderRejected(verdicts)
  const told = verdicts.map((verdict) => stepOf(verdict, isStopped))
  const isSilent = isStopped && told.every((step) => step.outcome !== 'stopped' || step.forShop === true)
  const steps: readonly TraceStep[] = isSilent
    ? [
        ...told,
        { step: 'fraud', outcome: 'stopped', sentence: 'The order is not one that the program rewards.' },
      ]
    : told
  if (isStopped) return steps
  if (!verdicts.some((one) => one.verdict === 'review')) {
    return [
      ...steps,
      { step: 'fraud', outcome: 'passed', sentence: 'No rule against misuse stops this reward.' },
    ]
  }
  return [
    ...steps,
    {
      step: 'fraud',
      outcome: 'noted',
      sentence: 'The shop may look at this reward; if it does not, the reward is released by itself.',
    },
  ]
}

function stepOf({ rule, verdict, score, evidence, sentence }: MisuseVerdict, isStopped: boolean): TraceStep {
  // Whoever is still credited is not told of others who were not.
  const isForShop = !isStopped || verdict !== 'rejected' || RULES_ABOUT_BUYERS.includes(rule)
  return {
    step: 'fraud',
    outcome: verdict === 'rejected' && isStopped ? 'stopped' : 'noted',
    sentence,
    facts: { rule, score, ...evidence },
    ...(isForShop ? { forShop: true as const } : {}),
  }
}
