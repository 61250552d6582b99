// What is counted and never paid: posts that people declare, sign-ups, invitations; and the figures of each person.

import type { CampaignId, LinkCode, OrderId, ProgramId, RecommenderId } from '#domain/ids.ts'
import type { Channel } from '#domain/mention.ts'
import type { Micros } from '#domain/money.ts'
import type { Instant, OrderFact } from '#domain/order-facts.ts'

import type { PlacePage } from './list-place.ts'
import type { EnrollmentRow } from './program-rows.ts'

/** Declared by the person: nobody has measured any of it. */
export type MentionRow = {
  readonly mentionId: string
  readonly programId: ProgramId
  readonly recommenderId: RecommenderId
  readonly campaignId: CampaignId | null
  /** share: sent the link on; mention: posted about the shop. */
  readonly kind: 'share' | 'mention'
  readonly channel: Channel
  /** Empty where there is none. */
  readonly postUrl: string
  readonly declaredReach: number | null
  readonly declaredAt: Instant
}

/** A sign-up at the shop; counted in the funnel, not paid. */
export type LeadRow = {
  /** Connection it came through, or the API. */
  readonly sourceId: string
  /** The shop's own number of it. */
  readonly externalId: string
  readonly programId: ProgramId | null
  readonly recommenderId: RecommenderId | null
  readonly code: LinkCode | null
  readonly happenedAt: Instant
}

/** From one instant on and before another, in milliseconds. */
export type Period = { readonly from: Instant; readonly to: Instant }

/** Counts of one person's links inside and outside a campaign. */
export type CountByPerson = {
  readonly recommenderId: RecommenderId
  readonly campaignId: CampaignId | null
  readonly count: number
}

/** One credited person of a sale. */
export type CreditedSale = {
  readonly orderId: OrderId
  readonly recommenderId: RecommenderId
  readonly campaignId: CampaignId | null
  readonly targetMicros: Micros
  readonly grantedMicros: Micros
}

export type InvitationCounts = { readonly made: number; readonly used: number; readonly expired: number }

export type WayRows = {
  /** The same post of a person is one mention. */
  readonly insertMention: (row: MentionRow) => Promise<'recorded' | 'already-recorded'>
  /** Newest first, older than the mention `after`. */
  readonly mentions: (
    programId: ProgramId,
    of: {
      readonly recommenderId?: RecommenderId
      readonly limit: number
      readonly after?: string | undefined
    },
  ) => Promise<readonly MentionRow[]>
  readonly insertLead: (
    row: LeadRow & { readonly recordedAt: Instant },
  ) => Promise<'recorded' | 'already-recorded'>
  readonly insertInvitation: (row: {
    readonly tokenHash: Uint8Array
    readonly programId: ProgramId
    readonly createdAt: Instant
    readonly expiresAt: Instant
  }) => Promise<void>
  /** Uses an invitation up, once; the same person again is the same use. */
  readonly redeemInvitation: (row: {
    readonly tokenHash: Uint8Array
    readonly programId: ProgramId
    readonly recommenderId: RecommenderId
    readonly now: Instant
  }) => Promise<'redeemed' | 'refused'>
  readonly isInvitationOpen: (programId: ProgramId, tokenHash: Uint8Array, now: Instant) => Promise<boolean>
  readonly invitationCounts: (programId: ProgramId, now: Instant) => Promise<InvitationCounts>
  /** People who joined by an invitation. */
  readonly advocates: (programId: ProgramId) => Promise<ReadonlySet<RecommenderId>>
  readonly people: (programId: ProgramId) => Promise<readonly EnrollmentRow[]>
  /** The people of a program in the order in which they joined, at most `limit` from a place on. */
  readonly members: (
    programId: ProgramId,
    page: PlacePage,
  ) => Promise<readonly (EnrollmentRow & { readonly joinedAt: Instant })[]>
  /** Human visits; the same visitor again within the hour is one visit. */
  readonly visits: (programId: ProgramId, period: Period) => Promise<readonly CountByPerson[]>
  readonly leads: (programId: ProgramId, period: Period) => Promise<readonly CountByPerson[]>
  /** Rewards of people credited directly for orders paid in the period, newest first. */
  readonly creditedSales: (
    programId: ProgramId,
    period: Period & { readonly limit: number },
  ) => Promise<readonly CreditedSale[]>
  readonly factsOf: (orderIds: readonly OrderId[]) => Promise<ReadonlyMap<OrderId, readonly OrderFact[]>>
}
