// How far a shop's orders have been read. They are read in sweeps: each reads everything that changed since an instant,
// page by page, and the next one begins a little before the newest change seen, because shops show changes late.

import type { Instant } from './order-facts.ts'

export type PullCursor = {
  /** The sweep under way reads what changed at or after this instant, by the shop's clock. */
  readonly since: Instant
  /** The newest change that was read, by the shop's clock; `since` while there was none. */
  readonly newest: Instant
  /** Where in the sweep the next page begins, in the platform's own words; null at its beginning. */
  readonly place: string | null
}

/** The cursor of a shop of which nothing was read yet. */
export function firstCursor(since: Instant): PullCursor {
  return { since, newest: since, place: null }
}

/**
 * Where the next sweep begins: `overlapMs` before the newest change seen, and never before the last one began. What a shop
 * dates ahead of `now` counts as changed now, or the sweeps after it would miss what happens until then.
 */
export function nextSweep(
  { since, newest }: PullCursor,
  { now, overlapMs }: { readonly now: Instant; readonly overlapMs: number },
): PullCursor {
  const latest = Math.min(newest, now)
  const next = since > now ? now - overlapMs : Math.max(since, latest - overlapMs)
  return { since: next, newest: Math.max(next, latest), place: null }
}
