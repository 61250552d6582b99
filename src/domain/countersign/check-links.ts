// What stays with a link for good: the address that it pays to, its program and its campaign, each as the key saw it first.

import type { LinkCode, ProgramId } from '../ids.ts'
import type { ProposedReward } from './proposal.ts'
import type { ProposedCampaign, ProposedOrder } from './proposed-order.ts'
import type { SignedBook } from './signed-book.ts'
import type { LinkPlace, SignedPin } from './signed-log.ts'
import type { Wrong } from './verdict.ts'

/** What this proposal has pinned before this reward, by link code and campaign. */
export type Pinned = {
  readonly payees: Map<string, string>
  readonly places: Map<LinkCode, LinkPlace>
  readonly campaigns: Map<string, ProposedCampaign>
}

export type LinkPins = {
  readonly pins: readonly SignedPin[]
  readonly campaigns: readonly ProposedCampaign[]
}

type LinkContext = {
  readonly programId: ProgramId
  readonly book: SignedBook
  readonly pinned: Pinned
}

/** Links that belong to an address, a program and a campaign from now on, or the reason why one cannot. */
export function checkLinks(
  reward: Pick<ProposedReward, 'payee' | 'recommenderId' | 'code'>,
  source: ProposedOrder,
  context: LinkContext,
): LinkPins | Wrong {
  const own = source.credits.filter((credit) => credit.recommenderId === reward.recommenderId)
  if (!own.some((credit) => credit.payee.toLowerCase() === reward.payee.toLowerCase())) {
    return { reason: 'payee-changed', detail: 'The reward is not of anybody who is credited for the order.' }
  }
  if (!own.some(({ code }) => code === reward.code)) {
    return { reason: 'credit-differs', detail: `The person is not credited for the link ${reward.code}.` }
  }
  const pins: SignedPin[] = []
  for (const { code, payee, role } of source.credits) {
    const known = context.book.payees.get(code) ?? context.pinned.payees.get(code)
    if (known !== undefined && known.toLowerCase() !== payee.toLowerCase()) {
      return {
        reason: 'payee-changed',
        detail: `Link ${code} belonged to ${known}, and ${payee} is proposed.`,
      }
    }
    if (role === 'upline') {
      pins.push({ code, payee })
      continue
    }
    const place = { programId: context.programId, campaignId: campaignOf(source, code)?.campaignId ?? null }
    const moved = movedLink(code, place, context)
    if (moved) return moved
    pins.push({ code, payee, place })
  }
  const campaigns = source.links.flatMap((link) => link.campaigns)
  return changedCampaign(campaigns, context) ?? { pins, campaigns }
}

function campaignOf({ links }: ProposedOrder, code: LinkCode): ProposedCampaign | undefined {
  return links.find((link) => link.code === code)?.campaigns[0]
}

function movedLink(code: LinkCode, place: LinkPlace, { book, pinned }: LinkContext): Wrong | undefined {
  const known = book.places.get(code) ?? pinned.places.get(code)
  if (known === undefined) return undefined
  if (known.programId === place.programId && known.campaignId === place.campaignId) return undefined
  const detail = `Link ${code} belonged to program ${known.programId} and ${known.campaignId ?? 'no campaign'}.`
  return { reason: 'link-moved', detail }
}

/** The terms of a campaign stay; its end alone may come earlier. */
function changedCampaign(
  campaigns: readonly ProposedCampaign[],
  { book, pinned }: LinkContext,
): Wrong | undefined {
  const changed = campaigns.find((one) => {
    const known = book.campaigns.get(one.campaignId) ?? pinned.campaigns.get(one.campaignId)
    if (known === undefined) return false
    const isLater = known.endsAt !== null && (one.endsAt === null || one.endsAt > known.endsAt)
    return isLater || one.startsAt !== known.startsAt || one.parentCampaignId !== known.parentCampaignId
  })
  return (
    changed && {
      reason: 'campaign-differs',
      detail: `Campaign ${changed.campaignId} had other terms before.`,
    }
  )
}
