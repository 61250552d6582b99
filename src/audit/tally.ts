// Counts every check made and keeps what did not hold, with its place.

import type { Address, Hash } from 'viem'
import { checkNames, type CheckName } from './check-names.ts'

/** One thing that is not as it should be. Amounts in `expected` and `found` are whole micros unless they say otherwise. */
export type Discrepancy = {
  readonly check: CheckName
  readonly pool?: number
  readonly seq?: number
  readonly payee?: Address
  /** The block of the log, or the audited block when storage or balance is at fault. */
  readonly block: number
  readonly chainTransaction?: Hash
  readonly expected: string
  readonly found: string
  readonly sentence: string
}

export type Finding = Omit<Discrepancy, 'check'>

export type Tally = {
  readonly counts: Map<CheckName, number>
  readonly discrepancies: Discrepancy[]
  /** All that were found, listed or not. */
  found: number
  readonly failed: Set<CheckName>
}

/** Discrepancies listed in full; a broken chain or endpoint could otherwise fill the memory. The rest are counted. */
const MAX_LISTED_DISCREPANCIES = 1_000

/** A tally of nothing; every check stands in it from the start, so that one never made is told as 0. */
export function createTally(): Tally {
  return {
    counts: new Map(Object.values(checkNames).map((name) => [name, 0])),
    discrepancies: [],
    found: 0,
    failed: new Set(),
  }
}

/** Counts one check and, unless it `holds`, keeps the finding that `describe` makes. Answers `holds`. */
export function check(tally: Tally, name: CheckName, holds: boolean, describe: () => Finding): boolean {
  tally.counts.set(name, (tally.counts.get(name) ?? 0) + 1)
  if (holds) return true
  tally.found += 1
  tally.failed.add(name)
  if (tally.discrepancies.length < MAX_LISTED_DISCREPANCIES)
    tally.discrepancies.push({ check: name, ...describe() })
  return false
}
