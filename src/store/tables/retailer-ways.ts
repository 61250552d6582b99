// Rows of the retailer's family, third part: campaigns, deals, and what is counted and never paid.

import type { ShareKit } from '#domain/campaign.ts'
import type { DealState } from '#domain/deal.ts'
import type { Channel } from '#domain/mention.ts'
import type { CampaignAnswer, CampaignRow } from '#ports/campaign-rows.ts'
import type { JSONColumnType } from 'kysely'

export type RetailerWayTables = {
  retailer_campaigns: {
    retailer_id: string
    campaign_id: string
    program_id: string
    kind: CampaignRow['kind']
    parent_campaign_id: string | null
    name: string
    brief: string
    kit: JSONColumnType<ShareKit | null, string | null, string | null>
    starts_at: Date
    ends_at: Date | null
    created_at: Date
  }
  retailer_campaign_people: {
    retailer_id: string
    campaign_id: string
    recommender_id: string
    state: CampaignAnswer
    invited_at: Date
    answered_at: Date | null
  }
  retailer_deals: {
    retailer_id: string
    deal_id: string
    program_id: string
    recommender_id: string
    title: string
    terms: string
    terms_hash: string
    fee_micros: bigint
    due_at: Date | null
    state: DealState
    proposed_at: Date
    answered_at: Date | null
    delivered_at: Date | null
    ended_at: Date | null
    source_order: Uint8Array
    reward_id: string | null
  }
  retailer_mentions: {
    retailer_id: string
    mention_id: string
    program_id: string
    recommender_id: string
    campaign_id: string | null
    kind: 'share' | 'mention'
    channel: Channel
    post_url: string
    declared_reach: bigint | null
    declared_at: Date
  }
  retailer_leads: {
    retailer_id: string
    source_id: string
    external_id: string
    program_id: string | null
    recommender_id: string | null
    code: string | null
    happened_at: Date
    recorded_at: Date
  }
  retailer_invitations: {
    retailer_id: string
    token_hash: Uint8Array
    program_id: string
    created_at: Date
    expires_at: Date
    used_at: Date | null
    used_by: string | null
  }
}
