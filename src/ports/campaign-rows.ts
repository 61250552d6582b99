// Campaigns: pushes inside a program, and who was chosen for them.

import type { CampaignId, ProgramId, RecommenderId } from '#domain/ids.ts'
import type { Instant } from '#domain/order-facts.ts'
import type { ShareKit } from '#domain/campaign.ts'

import type { LinkRow } from './program-rows.ts'

export type CampaignRow = {
  readonly campaignId: CampaignId
  readonly programId: ProgramId
  /** directed: at people whom the shop has chosen; secondary: what these people spread further, with a share kit. */
  readonly kind: 'directed' | 'secondary'
  /** For a secondary campaign: the directed one whose people spread it. */
  readonly parentCampaignId: CampaignId | null
  readonly name: string
  /** What the shop asks of people, in its own words. */
  readonly brief: string
  readonly kit: ShareKit | null
  readonly startsAt: Instant
  /** First instant at which it is over; null while it has no end. */
  readonly endsAt: Instant | null
}

/** invited: chosen, has not answered. */
export type CampaignAnswer = 'invited' | 'taking-part' | 'declined'

export type CampaignPersonRow = {
  readonly campaignId: CampaignId
  readonly recommenderId: RecommenderId
  readonly state: CampaignAnswer
  readonly invitedAt: Instant
  readonly answeredAt: Instant | null
}

export type CampaignRows = {
  readonly insert: (row: CampaignRow & { readonly createdAt: Instant }) => Promise<void>
  readonly find: (campaignId: CampaignId) => Promise<CampaignRow | undefined>
  /** Newest first. */
  readonly ofProgram: (programId: ProgramId) => Promise<readonly CampaignRow[]>
  /** Secondary campaigns of a directed one, newest first. */
  readonly secondaryOf: (campaignId: CampaignId) => Promise<readonly CampaignRow[]>
  readonly setEnd: (campaignId: CampaignId, endsAt: Instant) => Promise<void>
  /** Chooses a person; `exists` leaves what they answered. */
  readonly invite: (
    campaignId: CampaignId,
    recommenderId: RecommenderId,
    at: Instant,
  ) => Promise<'invited' | 'exists'>
  /** Writes a person's answer, also of somebody who was not chosen one by one. */
  readonly answer: (row: CampaignPersonRow) => Promise<void>
  readonly person: (
    campaignId: CampaignId,
    recommenderId: RecommenderId,
  ) => Promise<CampaignPersonRow | undefined>
  readonly people: (campaignId: CampaignId) => Promise<readonly CampaignPersonRow[]>
  /** What one person was chosen for or takes part in. */
  readonly ofPerson: (recommenderId: RecommenderId) => Promise<readonly CampaignPersonRow[]>
  readonly links: (campaignId: CampaignId) => Promise<readonly LinkRow[]>
}
