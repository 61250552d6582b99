// Clicks are counted, never paid.

import type { LinkCode } from '#domain/ids.ts'
import type { Instant } from '#domain/order-facts.ts'

/** Counted clicks and repeats are touches; what a machine opened, what was embedded in a page, or came from a banned place, is none. */
export type ClickVerdict = 'counted' | 'duplicate' | 'bot' | 'prefetch' | 'embedded' | 'banned'

/** A product of a story that led to a link. */
export type StoryClick = { readonly code: string; readonly productId: string }

export type ClickRow = {
  readonly clickId: string
  readonly code: LinkCode
  readonly clickedAt: Instant
  /** Keyed hash of the visitor under a salt that lives a day; null where the visitor asks not to be profiled. */
  readonly visitorKey: Uint8Array | null
  readonly verdict: ClickVerdict
  /** Absent when the link itself was followed. */
  readonly story?: StoryClick | undefined
}

export type ClickRows = {
  readonly insert: (rows: readonly ClickRow[]) => Promise<void>
  /** The last counted click on a link at or before an instant and not before another. */
  readonly lastCounted: (code: LinkCode, from: Instant, to: Instant) => Promise<ClickRow | undefined>
  readonly countByCode: (codes: readonly LinkCode[]) => Promise<ReadonlyMap<LinkCode, number>>
}
