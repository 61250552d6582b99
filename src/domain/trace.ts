// The recorded reasons behind a reward, step by step, in the order of evaluation: as data and as sentences. Sentences
// name no identifier; those for the shop alone may speak of the buyer's habits, and the recommender never gets them.

import { canonicalHash } from './policy.ts'

import type { Hex } from 'viem'

/** In the order in which an order is evaluated. */
export const TRACE_STEPS = [
  'verify',
  'dedupe',
  'eligibility',
  'touches',
  'fraud',
  'rule',
  'pot',
  'split',
  'upline',
  'caps',
  'budget',
  'journal',
] as const

export type TraceStepName = (typeof TRACE_STEPS)[number]

export type TraceStep = {
  readonly step: TraceStepName
  readonly outcome: 'passed' | 'stopped' | 'noted'
  /** At most 25 words, figures with their currency, no identifiers. */
  readonly sentence: string
  /** The same as data: amounts as decimal strings, no identifiers of buyers. */
  readonly facts?: Readonly<Record<string, string | number | boolean>>
  /** Speaks of the buyer: shown to the shop alone, never to the recommender. */
  readonly forShop?: true
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

/** The trace without what is for the shop alone. */
export function recommenderTrace(trace: Trace): Trace {
  return trace.filter((step) => step.forShop !== true)
}
