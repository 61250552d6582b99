// What the relayer says of an order whose reward it proposes: what led to the order, and who is credited, as far as the
// shop's own books cannot say it themselves. The shop evaluates its rules over it again.

import type { RuleContext, Touch } from '../attribution.ts'
import type { CampaignId, ConnectionId, LinkCode, RecommenderId } from '../ids.ts'
import type { REJECTING_RULES } from '../misuse/verdict.ts'
import type { Micros } from '../money.ts'
import type { Instant } from '../order-facts.ts'
import type { FollowerEvidence } from '../tier.ts'
import type { Address, Hex } from 'viem'

/** A person's part in an order, as it was frozen when the order was first seen. */
export type ProposedCredit = {
  readonly recommenderId: RecommenderId
  readonly payee: Address
  readonly code: LinkCode
  readonly role: 'direct' | 'upline'
  readonly weight: number
  /** For an upline: whose parent. */
  readonly ofRecommenderId?: RecommenderId | undefined
  /** What the tier follows from. */
  readonly followers: number
  readonly followerEvidence: FollowerEvidence
  /** That of people whom the shop trusts is shorter. */
  readonly holdSeconds: number
  /** What the caps of this person leave for this order; absent without such caps. */
  readonly roomMicros?: Micros | undefined
}

/** The terms of a campaign: what decides whether a link was in it at an instant. */
export type ProposedCampaign = {
  readonly campaignId: CampaignId
  /** Of a secondary campaign: the directed one that it spreads. */
  readonly parentCampaignId: CampaignId | null
  readonly startsAt: Instant
  /** First instant at which it is over; null while it has no end. */
  readonly endsAt: Instant | null
}

/** A link that somebody is credited for. */
export type ProposedLink = {
  readonly code: LinkCode
  /** Its own first, then the one that this spreads; empty for a person's own link. */
  readonly campaigns: readonly ProposedCampaign[]
}

/** Somebody whose touches do not count for the order, by a rule against misuse that is certain. */
export type BarredPerson = {
  readonly recommenderId: RecommenderId
  readonly rule: (typeof REJECTING_RULES)[number]
}

/** An order with everything that its attribution was made of. */
export type ProposedOrder = {
  readonly kind: 'order'
  readonly connectionId: ConnectionId
  /** The shop's number of the order. */
  readonly externalId: string
  readonly paidAt: Instant
  /** Every touch of the program that the order carried, whether it counted or not. */
  readonly touches: readonly Touch[]
  readonly barred: readonly BarredPerson[]
  /** Of everybody who is credited directly. */
  readonly links: readonly ProposedLink[]
  /** Marks of the buyer, the same in all orders of one buyer and meaningless elsewhere; none when nothing is known. */
  readonly buyer: readonly string[]
  readonly ruleContext: RuleContext
  /** Everybody who is credited for the order. */
  readonly credits: readonly ProposedCredit[]
  /** What the program's and the customer's caps leave for this order; absent without such caps. */
  readonly roomMicros?: Micros | undefined
}

/** What a later reward of the same person gave back for an order, since the order's reward had become too much. */
export type ProposedRepayment = { readonly source: ProposedOrder; readonly amount: Micros }

/** One version of a program's rules, and since when it is in force. */
export type ProposedVersion = {
  readonly versionNo: number
  readonly policyHash: Hex
  readonly effectiveFrom: Instant
}
