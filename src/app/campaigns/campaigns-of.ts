// Which campaigns a link was in when an order was paid: what rules of a policy ask for.

import { campaignIdsAt } from '#domain/campaign.ts'

import type { CampaignId } from '#domain/ids.ts'
import type { Instant } from '#domain/order-facts.ts'
import type { LinkRow } from '#ports/program-rows.ts'
import type { RetailerUnit } from '#ports/retailer-store.ts'

/**
 * Ids of the campaigns that `link` was in at `at` (milliseconds since 1970), its own first, then the directed campaign
 * that it spreads further; empty for a person's own link, and outside the campaigns' dates.
 */
export async function campaignsOf(
  unit: Pick<RetailerUnit, 'campaigns'>,
  link: Pick<LinkRow, 'campaignId'>,
  at: Instant,
): Promise<readonly CampaignId[]> {
  if (link.campaignId === null) return []
  const campaign = await unit.campaigns.find(link.campaignId)
  const parentId = campaign?.parentCampaignId ?? null
  const parent = parentId === null ? undefined : await unit.campaigns.find(parentId)
  return campaignIdsAt(campaign, parent, at)
}
