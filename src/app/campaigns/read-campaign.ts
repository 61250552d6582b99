// A campaign as the shop sees it: who takes part, and what came of it. Measured figures and declared ones stand apart.

import { campaignPhase, type CampaignPhase } from '#domain/campaign.ts'
import { retailerIdOf, type CampaignId } from '#domain/ids.ts'
import { conversionBps, engagementBps, type Influence } from '#domain/influence.ts'
import { Problem } from '#domain/problem.ts'
import { HOUR_MS } from '#domain/time.ts'

import { readFigures, sumFigures, type Figures } from '../ways/read-figures.ts'

import type { Instant } from '#domain/order-facts.ts'
import type { CampaignAnswer, CampaignRow } from '#ports/campaign-rows.ts'
import type { EnrollmentRow } from '#ports/program-rows.ts'
import type { RetailerUnit } from '#ports/retailer-store.ts'
import type { MentionRow } from '#ports/way-rows.ts'

import type { AppDeps } from '../deps.ts'

/** How far a shop's clock may be ahead of ours, in milliseconds: an hour. */
const CLOCK_SLACK_MS = HOUR_MS

/** Declared posts read for one program's campaigns. */
const MENTIONS_READ_MAX = 10_000

export type CampaignView = CampaignRow & {
  readonly phase: CampaignPhase
  readonly people: readonly {
    readonly recommenderId: string
    readonly handle: string
    readonly state: CampaignAnswer
    readonly figures: Influence
  }[]
  readonly results: CampaignResults
}

export type CampaignResults = {
  readonly reach: {
    /** Measured. */
    readonly visits: number
    /** People who joined the program through links of the campaign; measured. */
    readonly joined: number
    /** Declared by people, or checked by the shop. */
    readonly declaredFollowers: number
    /** Sum of what people declared of their posts; nobody has measured it. */
    readonly declaredReach: number
  }
  readonly awareness: {
    readonly takingPart: number
    /** Declared posts and shares. */
    readonly mentions: number
    readonly shares: number
    /** Visits ÷ declared followers of those who take part, in basis points. */
    readonly engagementBps: number | null
  }
  readonly sales: {
    readonly leads: number
    readonly orders: number
    /** Kept, after refunds. */
    readonly sales: Influence['sales']
    readonly rewards: Influence['rewards']
    /** Orders ÷ visits, in basis points. */
    readonly conversionBps: number | null
  }
}

/** Throws `not_found` for another's campaign. */
export async function readCampaign(
  deps: Pick<AppDeps, 'retailers' | 'clock'>,
  { retailerId, campaignId }: { readonly retailerId: string; readonly campaignId: CampaignId },
): Promise<CampaignView> {
  if (retailerIdOf(campaignId) !== retailerId) throw new Problem('not_found')
  return deps.retailers.transaction(retailerId, async (unit) => {
    const campaign = await unit.campaigns.find(campaignId)
    if (!campaign) throw new Problem('not_found')
    return viewCampaign(unit, campaign, deps.clock.now())
  })
}

/** A program's campaigns, newest first; throws `not_found` for another's program. */
export async function listCampaigns(
  deps: Pick<AppDeps, 'retailers' | 'clock'>,
  { retailerId, programId }: { readonly retailerId: string; readonly programId: string },
): Promise<readonly CampaignView[]> {
  if (retailerIdOf(programId) !== retailerId) throw new Problem('not_found')
  return deps.retailers.transaction(retailerId, async (unit) => {
    const campaigns = await unit.campaigns.ofProgram(programId)
    return viewCampaigns(unit, programId, campaigns, deps.clock.now())
  })
}

/** The view of a campaign already read; throws `not_found` where its program is for deals. */
export async function viewCampaign(
  unit: RetailerUnit,
  campaign: CampaignRow,
  now: Instant,
): Promise<CampaignView> {
  const [view] = await viewCampaigns(unit, campaign.programId, [campaign], now)
  if (!view) throw new Problem('not_found')
  return view
}

async function viewCampaigns(
  unit: RetailerUnit,
  programId: string,
  campaigns: readonly CampaignRow[],
  now: Instant,
): Promise<readonly CampaignView[]> {
  const program = await unit.programs.program(programId)
  if (program?.kind !== 'sales') throw new Problem('not_found')
  if (campaigns.length === 0) return []
  const enrolled = new Map(
    (await unit.ways.people(programId)).map((person) => [person.recommenderId, person]),
  )
  const mentions = await unit.ways.mentions(programId, { limit: MENTIONS_READ_MAX })
  const views: CampaignView[] = []
  for (const campaign of campaigns) {
    // What a click or order counts for is decided by when it was: only the campaign's own time is read.
    const period = { from: campaign.startsAt, to: campaign.endsAt ?? now + CLOCK_SLACK_MS }
    const figures = await readFigures(unit, program, period)
    views.push(await withFigures(unit, campaign, { now, enrolled, mentions, figures }))
  }
  return views
}

type Surroundings = {
  readonly now: Instant
  readonly enrolled: ReadonlyMap<string, EnrollmentRow>
  readonly mentions: readonly MentionRow[]
  readonly figures: Figures
}

async function withFigures(
  unit: RetailerUnit,
  campaign: CampaignRow,
  { now, enrolled, mentions, figures }: Surroundings,
): Promise<CampaignView> {
  const { campaignId } = campaign
  const secondary = await unit.campaigns.secondaryOf(campaignId)
  // A directed campaign counts what its secondary ones bring.
  const ids = new Set([campaignId, ...secondary.map((one) => one.campaignId)])
  const isIn = (place: { readonly campaignId: string | null }): boolean => ids.has(place.campaignId ?? '')
  const links: string[] = []
  for (const id of ids) links.push(...(await unit.campaigns.links(id)).map((link) => link.code))
  const total = sumFigures(figures, isIn)
  const people = await unit.campaigns.people(campaignId)
  const takingPart = people.filter(({ state }) => state === 'taking-part')
  const declared = mentions.filter(isIn)
  const followers = takingPart.reduce(
    (sum, { recommenderId }) => sum + (enrolled.get(recommenderId)?.followers ?? 0),
    0,
  )
  return {
    ...campaign,
    phase: campaignPhase(campaign, now),
    people: people.map(({ recommenderId, state }) => ({
      recommenderId,
      handle: enrolled.get(recommenderId)?.handle ?? '',
      state,
      figures: sumFigures(figures, (place) => isIn(place) && place.recommenderId === recommenderId),
    })),
    results: {
      reach: {
        visits: total.visits,
        joined: [...enrolled.values()].filter(
          ({ joinedVia }) => joinedVia !== null && links.includes(joinedVia),
        ).length,
        declaredFollowers: followers,
        declaredReach: declared.reduce((sum, { declaredReach }) => sum + (declaredReach ?? 0), 0),
      },
      awareness: {
        takingPart: takingPart.length,
        mentions: declared.filter(({ kind }) => kind === 'mention').length,
        shares: declared.filter(({ kind }) => kind === 'share').length,
        engagementBps: engagementBps({ visits: total.visits, followers }),
      },
      sales: {
        leads: total.leads,
        orders: total.orders,
        sales: total.sales,
        rewards: total.rewards,
        conversionBps: conversionBps(total),
      },
    },
  }
}
