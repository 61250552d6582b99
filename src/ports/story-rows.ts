// Stories and how often their products were followed.

import type { DisclosureVariant } from '#domain/disclosure.ts'
import type { LinkCode, ProgramId, RecommenderId } from '#domain/ids.ts'
import type { Instant } from '#domain/order-facts.ts'
import type { StoryState } from '#domain/story.ts'

import type { PlacePage } from './list-place.ts'

export type StoryRow = {
  /** Like a link's code: the retailer's number and eight characters. */
  readonly code: string
  readonly programId: ProgramId
  readonly recommenderId: RecommenderId
  /** The link that its products are followed by. */
  readonly linkCode: LinkCode
  readonly title: string
  readonly words: string
  readonly pictureId: string | null
  /** The wording of the disclosure that stands above it. */
  readonly disclosure: DisclosureVariant
  readonly state: StoryState
  readonly hiddenReason: string | null
  readonly createdAt: Instant
  /** In their places, from the first. */
  readonly productIds: readonly string[]
}

export type StoryRows = {
  readonly insert: (row: StoryRow) => Promise<'inserted' | 'exists'>
  readonly story: (code: string) => Promise<StoryRow | undefined>
  readonly setState: (code: string, state: StoryState, hiddenReason: string | null) => Promise<void>
  readonly remove: (code: string) => Promise<void>
  /** Stories of a program, or of one person in it; the newest first, at most `limit` from a place on. */
  readonly list: (
    programId: ProgramId,
    of: PlacePage & { readonly recommenderId?: RecommenderId },
  ) => Promise<readonly StoryRow[]>
  /** Counted clicks on each product of each story. */
  readonly clicks: (
    codes: readonly string[],
  ) => Promise<readonly { readonly code: string; readonly productId: string; readonly clicks: number }[]>
}
