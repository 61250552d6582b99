// Reward histories know no campaigns, deals or declared posts.

import { notInHistories } from './memory-state.ts'

import type { CampaignRows } from '#ports/campaign-rows.ts'
import type { DealRows } from '#ports/deal-rows.ts'
import type { WayRows } from '#ports/way-rows.ts'

export const noCampaigns: CampaignRows = {
  insert: notInHistories,
  find: () => Promise.resolve(undefined),
  ofProgram: notInHistories,
  secondaryOf: notInHistories,
  setEnd: notInHistories,
  invite: notInHistories,
  answer: notInHistories,
  person: notInHistories,
  people: notInHistories,
  ofPerson: notInHistories,
  links: notInHistories,
}

export const noDeals: DealRows = {
  insert: notInHistories,
  take: notInHistories,
  find: () => Promise.resolve(undefined),
  ofProgram: notInHistories,
  ofPerson: notInHistories,
  update: notInHistories,
  agreedMicros: notInHistories,
}

export const noWays: WayRows = {
  insertMention: notInHistories,
  mentions: notInHistories,
  insertLead: notInHistories,
  insertInvitation: notInHistories,
  redeemInvitation: notInHistories,
  isInvitationOpen: notInHistories,
  invitationCounts: notInHistories,
  advocates: notInHistories,
  people: notInHistories,
  members: notInHistories,
  visits: notInHistories,
  leads: notInHistories,
  creditedSales: notInHistories,
  factsOf: notInHistories,
}
