// What a rule against misuse says of an order, a click or a person. Each rule is a pure function of what was known.

import type { RecommenderId } from '../ids.ts'

/** Rules that may refuse a reward before it is reserved: they are certain. */
export const REJECTING_RULES = ['F01', 'F04', 'F05', 'F06', 'F07', 'F11', 'F13', 'F16', 'F17', 'F20'] as const

/** Rules that only suspect: they flag, or put a reward under review. */
export const SUSPECTING_RULES = [
  'F02',
  'F03',
  'F08',
  'F09',
  'F10',
  'F12',
  'F14',
  'F15',
  'F18',
  'F19',
] as const

export type MisuseRule = (typeof REJECTING_RULES)[number] | (typeof SUSPECTING_RULES)[number]

/** What was compared: counts, ages in seconds, ratios in basis points. No identifiers. */
export type MisuseEvidence = Readonly<Record<string, string | number | boolean>>

export type MisuseVerdict = {
  readonly rule: MisuseRule
  readonly verdict: 'passed' | 'flagged' | 'review' | 'rejected'
  /** 0 (no suspicion) to 100 (certain). */
  readonly score: number
  readonly evidence: MisuseEvidence
  /** At most 25 words for the shop; rules that speak of the buyer are never shown to the recommender. */
  readonly sentence: string
  /** Whose part of the order it is about; absent when it is about the whole of it. */
  readonly recommenderId?: RecommenderId
}

/** Score of what is certain. */
export const SCORE_CERTAIN = 100

/** Score of what is likely enough for somebody to look. */
export const SCORE_REVIEW = 60

/** Score of what is only worth a note. */
export const SCORE_FLAG = 30

type Found = {
  readonly evidence?: MisuseEvidence
  readonly sentence: string
  readonly recommenderId?: RecommenderId
}

/** The rule has nothing to say. */
export function passed(rule: MisuseRule, evidence: MisuseEvidence = {}): MisuseVerdict {
  return { rule, verdict: 'passed', score: 0, evidence, sentence: '' }
}

/** Certain: no reward, and the trace says so. */
export function rejected(
  rule: (typeof REJECTING_RULES)[number],
  { evidence = {}, ...found }: Found,
): MisuseVerdict {
  return { rule, verdict: 'rejected', score: SCORE_CERTAIN, evidence, ...found }
}

/** Likely: the reward is committed like any other, and the shop may look at it. */
export function review(rule: MisuseRule, { evidence = {}, ...found }: Found): MisuseVerdict {
  return { rule, verdict: 'review', score: SCORE_REVIEW, evidence, ...found }
}

/** Odd: noted, and nothing else happens. */
export function flagged(rule: MisuseRule, { evidence = {}, ...found }: Found): MisuseVerdict {
  return { rule, verdict: 'flagged', score: SCORE_FLAG, evidence, ...found }
}
