// Percentiles by the nearest rank: always a value that occurred.

import { invariant } from '../invariant.ts'

/** Percent in the whole. */
const WHOLE_PERCENT = 100

/** The smallest of `values` that at least `percent` (1 to 100) of them do not exceed; null when there are none. */
export function percentile(values: readonly number[], percent: number): number | null {
  invariant(percent > 0 && percent <= WHOLE_PERCENT, 'a percentile is above 0 and at most 100')
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.ceil((percent * sorted.length) / WHOLE_PERCENT) - 1] ?? null
}
