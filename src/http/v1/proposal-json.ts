// A proposal as it goes out: amounts as decimal strings, instants as ISO 8601, and everything that is hashed as it is.

import type { Proposal, ProposedReward, ProposedRules, ProposedSource } from '#domain/countersign/proposal.ts'
import type { ProposedCampaign } from '#domain/countersign/proposed-order.ts'
import { formatMicros, type Micros } from '#domain/money.ts'
import type { Instant } from '#domain/order-facts.ts'

/** The whole of one proposal. */
export function proposalJson(proposal: Proposal): object {
  const rules = rulesJson(proposal)
  if (proposal.kind === 'amendment') {
    const rewards = proposal.rewards.map((reward) => ({ ...reward, ...rewardPart(reward) }))
    return { ...proposal, ...rules, rewards }
  }
  const rewards = proposal.rewards.map((reward) => ({
    ...reward,
    ...rewardPart(reward),
    earned: formatMicros(reward.earned),
    netted: formatMicros(reward.netted),
    repaid: reward.repaid.map(({ source, amount }) => ({
      ...{ source: sourceJson(source), amount: formatMicros(amount) },
    })),
  }))
  return { ...proposal, ...rules, rewards }
}

function rulesJson({ versions, lastOrderAt }: ProposedRules): object {
  return {
    versions: versions.map((version) => ({ ...version, effectiveFrom: instantText(version.effectiveFrom) })),
    ...(lastOrderAt === undefined ? {} : { lastOrderAt: instantText(lastOrderAt) }),
  }
}

function rewardPart({ amount, source }: ProposedReward & { readonly amount: Micros }): object {
  return { amount: formatMicros(amount), source: sourceJson(source) }
}

function sourceJson(source: ProposedSource): object {
  if (source.kind === 'deal') return source
  const { roomMicros, credits, paidAt, touches, links, ...order } = source
  return {
    ...order,
    ...roomJson(roomMicros),
    paidAt: instantText(paidAt),
    touches: touches.map((touch) => ({ ...touch, touchedAt: instantText(touch.touchedAt) })),
    links: links.map(({ code, campaigns }) => ({ code, campaigns: campaigns.map(campaignJson) })),
    credits: credits.map(({ roomMicros: own, ...credit }) => ({ ...credit, ...roomJson(own) })),
  }
}

function campaignJson({ startsAt, endsAt, ...campaign }: ProposedCampaign): object {
  return {
    ...campaign,
    startsAt: instantText(startsAt),
    endsAt: endsAt === null ? null : instantText(endsAt),
  }
}

function roomJson(room: Micros | undefined): object {
  return room === undefined ? {} : { room: formatMicros(room) }
}

function instantText(at: Instant): string {
  return new Date(at).toISOString()
}
