// Clicks on their way to the store: answered from memory, written together a moment later.

import type { LinkCode, RetailerId } from '#domain/ids.ts'
import type { Instant } from '#domain/order-facts.ts'
import type { Policy } from '#domain/policy.ts'

import type { ClickVerdict, StoryClick } from './click-rows.ts'

/** What a redirect needs to know of a link. */
export type LinkTarget = {
  readonly code: LinkCode
  readonly retailerId: RetailerId
  readonly shopUrl: string
  /** Key of the click token's MAC. */
  readonly clickKey: Uint8Array
  /** The program's thresholds of rules against misuse. */
  readonly misuse: Policy['misuse']
  /** The link belongs to a campaign whose links may be advertised. */
  readonly mayBeAdvertised: boolean
}

export type ClickBuffer = {
  /** From memory when it was asked for within the last minute; undefined when there is no such link. */
  readonly target: (
    code: LinkCode,
    load: () => Promise<LinkTarget | undefined>,
  ) => Promise<LinkTarget | undefined>
  /** Leads nobody anywhere by these codes any more. */
  readonly forget: (codes: readonly LinkCode[]) => void
  /** Counts a click; never waits. `visitorKey` undefined where the visitor asks not to be profiled. */
  readonly add: (click: {
    readonly retailerId: RetailerId
    readonly clickId: string
    readonly code: LinkCode
    readonly clickedAt: Instant
    readonly visitorKey: Uint8Array | undefined
    readonly verdict: ClickVerdict
    readonly story?: StoryClick | undefined
  }) => void
  /** Whether the same visitor followed the same link within the hour. */
  readonly seenBefore: (code: LinkCode, visitorKey: Uint8Array, now: Instant) => boolean
  /** The day's salt for visitor keys; thrown away the day after. */
  readonly visitorSalt: (now: Instant) => Uint8Array
}
