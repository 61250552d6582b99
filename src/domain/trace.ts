// The recorded reasons behind a reward, step by step, in the order of evaluation. Sentences name no buyer and no
// identifier, so that they can be shown to the recommender as they are.

import { canonicalHash } from './policy.ts'

import type { Hex } from 'viem'

export type TraceStepName = 'verify' | 'eligibility' | 'touches' | 'fraud' | 'rule' | 'caps'

export type TraceStep = {
  readonly step: TraceStepName
  readonly outcome: 'passed' | 'stopped' | 'noted'
  /** At most 25 words, figures with their currency, no identifiers. */
  readonly sentence: string
}

export type Trace = readonly TraceStep[]

/** keccak256 of the canonical trace; goes into the evidence of the reward. */
export function traceHash(trace: Trace): Hex {
  return canonicalHash(trace)
}

/** The sentence that decided: the step that stopped, otherwise the last one. */
export function decidingSentence(trace: Trace): string {
  return (trace.find((step) => step.outcome === 'stopped') ?? trace.at(-1))?.sentence ?? ''
}
