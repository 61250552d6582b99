// A person takes part in a campaign, and gets a link of its own for it; or declines.

import { campaignPhase } from '#domain/campaign.ts'
import { retailerIdOf, type CampaignId } from '#domain/ids.ts'
import { Problem } from '#domain/problem.ts'

import { createLink, type LinkMade } from '../people/create-link.ts'

import type { CampaignRow } from '#ports/campaign-rows.ts'
import type { RetailerUnit } from '#ports/retailer-store.ts'

import type { AppDeps } from '../deps.ts'

/** People looked at above a person, to find who spreads a secondary campaign to them. */
const GENERATIONS_MAX = 32

/**
 * Takes part, now or again, and answers with the campaign's link. Throws `not_found` for a campaign that the person was
 * not chosen for and nobody has spread to them, and `campaign_over`.
 */
export async function takePart(
  deps: Pick<AppDeps, 'retailers' | 'recommenders' | 'random' | 'clock'>,
  { recommenderId, campaignId }: { readonly recommenderId: string; readonly campaignId: CampaignId },
): Promise<LinkMade & { readonly shopName: string }> {
  const retailerId = retailerIdOf(campaignId)
  if (!retailerId) throw new Problem('not_found')
  const { campaign, shopName } = await deps.retailers.transaction(retailerId, async (unit) => {
    const found = await openCampaign(unit, campaignId, recommenderId)
    const now = deps.clock.now()
    if (campaignPhase(found, now) === 'over') throw new Problem('campaign_over')
    await unit.campaigns.answer({
      campaignId,
      recommenderId,
      state: 'taking-part',
      invitedAt: now,
      answeredAt: now,
    })
    return { campaign: found, shopName: (await unit.identity.profile())?.name ?? '' }
  })
  const link = await createLink(deps, {
    recommenderId,
    programId: campaign.programId,
    campaign: { campaignId, name: campaign.name },
  })
  return { ...link, shopName }
}

/** Declines a campaign; one may still take part later. Throws `not_found`. */
export async function declineCampaign(
  deps: Pick<AppDeps, 'retailers' | 'clock'>,
  { recommenderId, campaignId }: { readonly recommenderId: string; readonly campaignId: CampaignId },
): Promise<{ readonly state: 'declined' }> {
  const retailerId = retailerIdOf(campaignId)
  if (!retailerId) throw new Problem('not_found')
  return deps.retailers.transaction(retailerId, async (unit) => {
    await openCampaign(unit, campaignId, recommenderId)
    const now = deps.clock.now()
    await unit.campaigns.answer({
      campaignId,
      recommenderId,
      state: 'declined',
      invitedAt: now,
      answeredAt: now,
    })
    return { state: 'declined' }
  })
}

async function openCampaign(
  unit: RetailerUnit,
  campaignId: CampaignId,
  recommenderId: string,
): Promise<CampaignRow> {
  const campaign = await unit.campaigns.find(campaignId)
  if (!campaign || !(await isOpenTo(unit, campaign, recommenderId))) throw new Problem('not_found')
  return campaign
}

/**
 * Whether a person may take part: in a directed campaign whoever was chosen; in a secondary one whoever takes part in
 * the directed one, and everybody whom somebody that takes part brought to the program, at once or further down.
 */
export async function isOpenTo(
  unit: RetailerUnit,
  { campaignId, programId, parentCampaignId }: CampaignRow,
  recommenderId: string,
): Promise<boolean> {
  const own = await unit.programs.enrollment(programId, recommenderId)
  if (!own) return false
  if (parentCampaignId === null) return (await unit.campaigns.person(campaignId, recommenderId)) !== undefined
  let above: string | null = recommenderId
  for (let generation = 0; above !== null && generation < GENERATIONS_MAX; generation++) {
    for (const id of [parentCampaignId, campaignId]) {
      if ((await unit.campaigns.person(id, above))?.state === 'taking-part') return true
    }
    above = (await unit.programs.enrollment(programId, above))?.parentRecommenderId ?? null
  }
  return false
}
