// What a person can do beyond their own links: campaigns they were chosen for or that were spread to them, deals to
// approve, and what they declared. Asked of the shops whose links they have.

import { campaignPhase, type CampaignPhase, type ShareKit } from '#domain/campaign.ts'

import { isOpenTo } from '../campaigns/take-part.ts'
import { MENTIONS_PER_PERSON_MAX } from './declare-mention.ts'

import type { DealRow } from '#ports/deal-rows.ts'
import type { CampaignAnswer, CampaignRow } from '#ports/campaign-rows.ts'
import type { Micros } from '#domain/money.ts'
import type { Instant } from '#domain/order-facts.ts'
import type { PersonLinkRow } from '#ports/recommender-store.ts'
import type { RetailerUnit } from '#ports/retailer-store.ts'
import type { MentionRow } from '#ports/way-rows.ts'

import type { AppDeps } from '../deps.ts'

export type PersonCampaignView = Pick<
  CampaignRow,
  'campaignId' | 'programId' | 'kind' | 'name' | 'brief' | 'startsAt' | 'endsAt'
> & {
  readonly shopName: string
  readonly phase: CampaignPhase
  /** Orders of the program paid later earn nothing; null while it goes on. */
  readonly lastOrderAt: Instant | null
  /** open: spread to the person, who has not answered. */
  readonly state: CampaignAnswer | 'open'
  readonly kit: ShareKit | null
  /** The person's link of the campaign, once they take part. */
  readonly link: PersonLinkRow | null
}

export type PersonDealView = Pick<
  DealRow,
  'dealId' | 'title' | 'terms' | 'termsHash' | 'dueAt' | 'state' | 'proposedAt' | 'deliveredAt' | 'rewardId'
> & { readonly shopName: string; readonly fee: Micros }

export type PersonMentionView = MentionRow & { readonly shopName: string }

export type PersonWays = {
  readonly campaigns: readonly PersonCampaignView[]
  readonly deals: readonly PersonDealView[]
  readonly mentions: readonly PersonMentionView[]
}

/** The person's campaigns, deals and declared posts; nobody unknown has any. */
export async function readPersonWays(
  deps: Pick<AppDeps, 'recommenders' | 'retailers' | 'clock'>,
  { recommenderId }: { readonly recommenderId: string },
): Promise<PersonWays> {
  const links = await deps.recommenders.transaction(recommenderId, (unit) => unit.links())
  const now = deps.clock.now()
  const ways: PersonWays[] = []
  for (const [retailerId, ofShop] of Map.groupBy(links, (link) => link.retailerId)) {
    ways.push(
      await deps.retailers.transaction(retailerId, async (unit) => ({
        campaigns: await campaignsOfPerson(unit, { recommenderId, links: ofShop, now }),
        deals: (await unit.deals.ofPerson(recommenderId)).map((deal) => viewDeal(deal, ofShop)),
        mentions: await mentionsOfPerson(unit, recommenderId, ofShop),
      })),
    )
  }
  return {
    campaigns: ways.flatMap(({ campaigns }) => campaigns),
    deals: ways.flatMap(({ deals }) => deals),
    mentions: ways.flatMap(({ mentions }) => mentions),
  }
}

async function campaignsOfPerson(
  unit: RetailerUnit,
  {
    recommenderId,
    links,
    now,
  }: { readonly recommenderId: string; readonly links: readonly PersonLinkRow[]; readonly now: number },
): Promise<readonly PersonCampaignView[]> {
  const answers = new Map(
    (await unit.campaigns.ofPerson(recommenderId)).map((row) => [row.campaignId, row.state]),
  )
  const views: PersonCampaignView[] = []
  for (const programId of new Set(links.map((link) => link.programId))) {
    const lastOrderAt = (await unit.closings.find(programId))?.lastOrderAt ?? null
    for (const campaign of await unit.campaigns.ofProgram(programId)) {
      const answer = answers.get(campaign.campaignId)
      const phase = campaignPhase(campaign, now)
      // One that is over stays with those who took part in it.
      if (answer !== 'taking-part' && phase === 'over') continue
      if (answer === undefined && !(await isOpenTo(unit, campaign, recommenderId))) continue
      const { campaignId, kind, name, brief, startsAt, endsAt, kit } = campaign
      views.push({
        campaignId,
        programId,
        kind,
        name,
        brief,
        startsAt,
        endsAt,
        kit,
        phase,
        lastOrderAt,
        state: answer ?? 'open',
        shopName: shopNameOf(links),
        link: links.find((link) => link.campaign?.campaignId === campaignId) ?? null,
      })
    }
  }
  return views
}

function viewDeal(deal: DealRow, links: readonly PersonLinkRow[]): PersonDealView {
  const { dealId, title, terms, termsHash, feeMicros, dueAt, state, proposedAt, deliveredAt, rewardId } = deal
  return {
    dealId,
    title,
    terms,
    termsHash,
    fee: feeMicros,
    dueAt,
    state,
    proposedAt,
    deliveredAt,
    rewardId,
    shopName: shopNameOf(links),
  }
}

async function mentionsOfPerson(
  unit: RetailerUnit,
  recommenderId: string,
  links: readonly PersonLinkRow[],
): Promise<readonly PersonMentionView[]> {
  const views: PersonMentionView[] = []
  for (const programId of new Set(links.map((link) => link.programId))) {
    const rows = await unit.ways.mentions(programId, { recommenderId, limit: MENTIONS_PER_PERSON_MAX })
    views.push(...rows.map((row) => ({ ...row, shopName: shopNameOf(links) })))
  }
  return views
}

function shopNameOf(links: readonly PersonLinkRow[]): string {
  return links[0]?.shopName ?? ''
}
