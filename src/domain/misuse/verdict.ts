// What a rule against misuse says of an order, a click or a person. Each rule is a pure function of what was known.

/** Rules that may refuse a reward before it is reserved: they are certain. */
export const REJECTING_RULES = [
  'F01',
  'F03',
  'F04',
  'F05',
  'F06',
  'F07',
  'F11',
  'F13',
  'F16',
  'F17',
  'F20',
] as const

/** Rules that only suspect: they flag, or put a reward under review. */
export const SUSPECTING_RULES = ['F02', 'F08', 'F09', 'F10', 'F12', 'F14', 'F15', 'F18', 'F19'] as const

export type MisuseRule = (typeof REJECTING_RULES)[number] | (typeof SUSPECTING_RULES)[number]

export type MisuseVerdict = {
  readonly rule: MisuseRule
  readonly verdict: 'passed' | 'flagged' | 'review' | 'rejected'
  /** 0 (no suspicion) to 100 (certain). */
  readonly score: number
  /** What was compared: counts, ages in seconds, ratios in basis points. No identifiers. */
  readonly evidence: Readonly<Record<string, string | number | boolean>>
  /** At most 25 words for the shop; rules that speak of the buyer are never shown to the recommender. */
  readonly sentence: string
}
