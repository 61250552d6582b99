// What a proposed reward is for: the deal, or the order with the touches, people, campaigns and marks of the buyer that it
// was attributed by, so that whoever holds the order key can attribute it again.

import { invariant } from '#domain/invariant.ts'
import { getAddress } from 'viem/utils'

import type { Credit, Credited } from '#domain/attribution.ts'
import type {
  BarredPerson,
  ProposedCampaign,
  ProposedCredit,
  ProposedLink,
  ProposedOrder,
  ProposedRepayment,
} from '#domain/countersign/proposed-order.ts'
import type { ProposedSource } from '#domain/countersign/proposal.ts'
import type { CampaignId, LinkCode } from '#domain/ids.ts'
import type { MisuseVerdict } from '#domain/misuse/verdict.ts'
import type { RetailerUnit } from '#ports/retailer-store.ts'
import type { RewardRow } from '#ports/reward-rows.ts'

/** The source of a reward that is in a batch. */
export async function proposedSource(
  unit: RetailerUnit,
  { orderId, role }: Pick<RewardRow, 'orderId' | 'role'>,
): Promise<ProposedSource> {
  return role === 'deal' ? { kind: 'deal', dealId: orderId } : proposedOrder(unit, orderId)
}

/** How a source names an order that somebody is credited for. */
/** What other rewards gave back for this one, each with its order. */
export async function repaymentsOf(
  unit: RetailerUnit,
  rewardId: string,
): Promise<readonly ProposedRepayment[]> {
  const repayments: ProposedRepayment[] = []
  for (const repayment of await unit.rewards.repayments(rewardId)) {
    const giver = await unit.rewards.get(repayment.rewardId)
    invariant(giver, 'what was netted was netted from a reward')
    const source = await proposedOrder(unit, giver.orderId)
    repayments.push({ source, amount: repayment.micros })
  }
  return repayments
}

async function proposedOrder(unit: RetailerUnit, orderId: string): Promise<ProposedOrder> {
  const order = await unit.orders.find(orderId)
  invariant(order?.attribution?.outcome === 'credited', 'a reward belongs to a credited order')
  const { connectionId, externalId, attribution } = order
  const paid = (await unit.orders.facts(orderId)).find((fact) => fact.kind === 'paid')
  invariant(paid, 'a credited order is paid')
  const payees = new Map(
    (await unit.rewards.ofOrder(orderId)).map((reward) => [reward.recommenderId, reward.payee]),
  )
  const credits = attribution.credits.map((credit): ProposedCredit => {
    const payee = payees.get(credit.recommenderId)
    invariant(payee, 'whoever is credited has a reward')
    return proposedCredit(credit, getAddress(payee))
  })
  const { ruleContext, roomMicros, touches, verdicts } = attribution
  return {
    kind: 'order',
    connectionId,
    externalId,
    paidAt: paid.paidAt,
    touches,
    barred: barredBy(verdicts),
    links: await linksOf(unit, attribution),
    buyer: [paid.buyerKey, paid.customerKey].filter((key) => key !== undefined),
    ruleContext,
    credits,
    roomMicros,
  }
}

function proposedCredit(credit: Credit, payee: ProposedCredit['payee']): ProposedCredit {
  const { recommenderId, code, role, weight, ofRecommenderId, roomMicros } = credit
  const { followers, followerEvidence, holdSeconds } = credit
  return {
    ...{ recommenderId, payee, code, role, weight, ofRecommenderId },
    ...{ followers, followerEvidence, holdSeconds, roomMicros },
  }
}

/** Rejections that name somebody are those of rules that may reject. */
function barredBy(verdicts: readonly MisuseVerdict[]): readonly BarredPerson[] {
  return verdicts.flatMap(({ verdict, rule, recommenderId }) =>
    verdict === 'rejected' && recommenderId !== undefined
      ? [{ recommenderId, rule: rule as BarredPerson['rule'] }]
      : [],
  )
}

async function linksOf(unit: RetailerUnit, { credits }: Credited): Promise<readonly ProposedLink[]> {
  const links: ProposedLink[] = []
  for (const code of new Set(credits.filter(({ role }) => role === 'direct').map((one) => one.code))) {
    links.push({ code, campaigns: await campaignsOfLink(unit, code) })
  }
  return links
}

async function campaignsOfLink(unit: RetailerUnit, code: LinkCode): Promise<readonly ProposedCampaign[]> {
  const own = await campaignOf(unit, (await unit.programs.link(code))?.campaignId ?? null)
  const parent = await campaignOf(unit, own?.parentCampaignId ?? null)
  return [own, parent].filter((campaign) => campaign !== undefined)
}

async function campaignOf(
  unit: RetailerUnit,
  campaignId: CampaignId | null,
): Promise<ProposedCampaign | undefined> {
  const row = campaignId === null ? undefined : await unit.campaigns.find(campaignId)
  if (!row) return undefined
  const { parentCampaignId, startsAt, endsAt } = row
  return { campaignId: row.campaignId, parentCampaignId, startsAt, endsAt }
}
