// Campaigns: a push inside a program. The shop directs one at chosen people; a secondary one they spread further
// themselves, with a share kit. Both count by their own links alone.

import type { CampaignId } from './ids.ts'
import type { Channel } from './mention.ts'
import type { Instant } from './order-facts.ts'

/** What people need to spread a secondary campaign in their own words. */
export type ShareKit = {
  /** Ready to send; the disclosure is put before each. */
  readonly texts: readonly string[]
  /** Where the shop would like it to be seen. */
  readonly channels: readonly Channel[]
}

type Dates = { readonly startsAt: Instant; readonly endsAt: Instant | null }

export type CampaignPhase = 'planned' | 'running' | 'over'

/** Where a campaign is at an instant; its end is the first instant at which it is over. */
export function campaignPhase({ startsAt, endsAt }: Dates, at: Instant): CampaignPhase {
  if (at < startsAt) return 'planned'
  return endsAt !== null && at >= endsAt ? 'over' : 'running'
}

/**
 * Ids of the campaigns that a link was in at an instant, its own first: the directed campaign counts what its secondary
 * ones bring, each within its own dates.
 */
export function campaignIdsAt(
  campaign: (Dates & { readonly campaignId: CampaignId }) | undefined,
  parent: (Dates & { readonly campaignId: CampaignId }) | undefined,
  at: Instant,
): readonly CampaignId[] {
  return [campaign, parent]
    .filter((one) => one !== undefined)
    .filter((one) => campaignPhase(one, at) === 'running')
    .map((one) => one.campaignId)
}
