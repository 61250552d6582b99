// What the use-cases answer with: plain data, money in micros, instants in milliseconds since 1970.

import type { DisclosureVariant, Locale } from '#domain/disclosure.ts'
import type { CouponState, Saving } from '#domain/coupon.ts'
import type {
  CampaignId,
  ConnectionId,
  LinkCode,
  OrderId,
  ProgramId,
  RecommenderId,
  RetailerId,
  RewardId,
} from '#domain/ids.ts'
import type { Micros } from '#domain/money.ts'
import type { Instant } from '#domain/order-facts.ts'
import type { Policy, Tier } from '#domain/policy.ts'
import type { RewardState } from '#domain/reward-state.ts'
import type { ProductSource, StoryState } from '#domain/story.ts'
import type { FollowerEvidence } from '#domain/tier.ts'
import type { Trace } from '#domain/trace.ts'
import type { OrderOutcome } from '#ports/order-rows.ts'
import type { Platform } from '#ports/commerce.ts'
import type { Address, Hex } from 'viem'

export type ProgramView = {
  readonly programId: ProgramId
  readonly retailerId: RetailerId
  readonly name: string
  readonly shopName: string
  readonly shopUrl: string
  readonly policy: Policy
  readonly policyHash: string
  /** Orders paid later earn nothing; null unless the program ends. */
  readonly lastOrderAt: Instant | null
}

export type PolicyVersionView = {
  readonly versionNo: number
  readonly policy: Policy
  readonly policyHash: Hex
  readonly effectiveFrom: Instant
  readonly publishedAt: Instant
}

export type PoolView = {
  readonly programId: ProgramId
  readonly state: 'opening' | 'open'
  readonly pool: number | null
  readonly owner: Address
  /** Whether the owner's key is the relayer's to use. */
  readonly isManaged: boolean
  /** Who may take the pool and become its owner. */
  readonly offeredTo: Address | null
  readonly orderSigner: Address
  readonly ledger: Address
  readonly token: Address
  readonly deposited: Micros
  readonly available: Micros
  readonly reserved: Micros
  /** Credited to recommenders: owed or paid. */
  readonly released: Micros
  readonly withdrawn: Micros
}

export type OrderView = {
  readonly orderId: OrderId
  readonly externalId: string
  readonly connectionId: ConnectionId
  readonly platform: Platform
  readonly paidAt: Instant | null
  readonly currency: string | null
  readonly eligible: Micros
  readonly refunded: Micros
  readonly cancelled: boolean
  readonly outcome: OrderOutcome
  readonly reason: string
  readonly rewardId: RewardId | null
  readonly target: Micros
}

export type RewardBatchView = {
  readonly pool: number
  readonly seq: number
  readonly micros: Micros
  readonly amended: Micros
  readonly chainTransaction: Hex | null
}

export type RewardView = {
  readonly rewardId: RewardId
  /** direct: for a recommendation; upline: for who brought the person; deal: an agreed fee, and no order. */
  readonly role: 'direct' | 'upline' | 'deal'
  /** The deal's id for a fee. */
  readonly orderId: OrderId
  readonly programId: ProgramId
  readonly recommenderId: RecommenderId
  readonly handle: string
  readonly payee: Address
  /** Frozen with the reward; null for a fee, which was agreed whatever the tier. */
  readonly tier: Tier | null
  readonly followers: number
  readonly followerEvidence: FollowerEvidence
  readonly target: Micros
  readonly standing: Micros
  readonly waiting: Micros
  /** In open batches. */
  readonly reserved: Micros
  /** Settled: owed or paid. */
  readonly released: Micros
  readonly paid: Micros
  readonly debt: Micros
  readonly state: RewardState
  readonly unlocksAt: Instant | null
  readonly batches: readonly RewardBatchView[]
  readonly trace: Trace
  readonly sentence: string
}

export type PersonRewardView = {
  readonly rewardId: RewardId
  readonly shopName: string
  readonly at: Instant
  readonly amount: Micros
  readonly debt: Micros
  /** The fee of a deal, apart from sales. */
  readonly isDeal: boolean
  readonly state: RewardState
  readonly unlocksAt: Instant | null
  readonly sentence: string
  readonly trace: Trace
}

export type PersonView = {
  readonly recommenderId: RecommenderId
  readonly handle: string
  readonly payee: Address
  readonly withoutProfile: boolean
  readonly promised: Micros
  readonly owed: Micros
  readonly paid: Micros
  readonly debt: Micros
  readonly minimumPayout: Micros
  /** There are older rewards, orders or payments than those listed here. */
  readonly isCut: boolean
  readonly links: readonly {
    readonly code: LinkCode
    readonly programId: ProgramId
    readonly programName: string
    readonly shopName: string
    readonly disclosure: DisclosureVariant
    /** The campaign that it was made for; null for the person's own link of the program. */
    readonly campaign: { readonly campaignId: CampaignId; readonly name: string } | null
    readonly clicks: number
    readonly sales: number
    /** Orders paid later earn nothing: the program ends. Null while it goes on. */
    readonly lastOrderAt: Instant | null
    /** The discount code that buyers may use, when the shop has one. */
    readonly discount: { readonly code: string; readonly saving: Saving | null } | null
    /** The discount code that the shop was asked for and does not have yet. */
    readonly askedDiscount: string | null
  }[]
  readonly rewards: readonly PersonRewardView[]
  /** Orders that came by a link of theirs and earned them nothing, newest first. */
  readonly unrewarded: readonly {
    readonly shopName: string
    readonly at: Instant
    readonly sentence: string
    readonly trace: Trace
  }[]
  readonly payments: readonly {
    readonly at: Instant
    readonly amount: Micros
    readonly chainTransaction: Hex
  }[]
}

/** How the reading of a connection's orders stands. */
export type PullView = {
  /** off: no credentials. starting: not everything was read yet. failing: the last attempt did not succeed. */
  readonly state: 'off' | 'starting' | 'on' | 'failing'
  readonly lastPulledAt: Instant | null
  readonly caughtUpAt: Instant | null
  /** The newest change that was read, by the shop's clock. */
  readonly readUntil: Instant | null
  readonly lastError: string | null
  /** What the shop does not let us read beside its orders, in a sentence that says how to mend it. */
  readonly withheld: string | null
  readonly nextAt: Instant | null
  /** Messages read that were not in the inbox before. */
  readonly messages: number
}

/** Work under way for one retailer; all zero means that everything known has reached the chain and the books. */
export type WorkView = {
  readonly deliveries: number
  readonly waiting: number
  /** Rewards that the shop's own order key has refused for now: they wait for the shop, not for the relayer. */
  readonly setAside: number
  readonly committing: number
  readonly amending: number
  /** Matured and not settled yet. */
  readonly settling: number
  /** Final events not in the books yet, of all retailers. */
  readonly projecting: number
}

/** What became of one discount code of a list. */
export type CouponOutcome =
  | { readonly code: string; readonly outcome: 'saved' | 'unchanged'; readonly state: CouponState }
  | { readonly code: string; readonly outcome: 'refused'; readonly reason: string }

export type CouponView = {
  /** As people write it. */
  readonly code: string
  readonly programId: ProgramId
  /** The link it speaks for; null for a code of the whole program. */
  readonly link: LinkCode | null
  readonly saving: Saving | null
  readonly state: CouponState
  readonly askedAt: Instant
  readonly validAt: Instant | null
  readonly endedAt: Instant | null
}

export type ProductView = {
  readonly productId: string
  readonly title: string
  /** On the program's own hosts; null where the shop's front page stands for it. */
  readonly url: string | null
  readonly price: { readonly amount: Micros; readonly currency: string } | null
  readonly pictureId: string | null
  readonly source: ProductSource
  readonly seenAt: Instant
}

export type StoryView = {
  readonly code: string
  readonly programId: ProgramId
  readonly recommenderId: RecommenderId
  readonly handle: string
  readonly title: string
  readonly words: string
  readonly pictureId: string | null
  readonly disclosure: DisclosureVariant
  readonly state: StoryState
  readonly hiddenReason: string | null
  readonly createdAt: Instant
  readonly products: readonly (ProductView & {
    /** By people, reloads among them. */
    readonly clicks: number
  })[]
}

/** A story as everybody reads it. */
export type PublicStoryView = {
  readonly code: string
  readonly title: string
  readonly words: string
  readonly pictureId: string | null
  readonly handle: string
  readonly shopName: string
  /** What stands above everything else. */
  readonly banner: string
  readonly locale: Locale
  /** The code that buyers may use, when the shop has it. */
  readonly discount: { readonly code: string; readonly saving: Saving | null } | null
  readonly products: readonly ProductView[]
  readonly createdAt: Instant
}

export type Page<Row> = {
  readonly data: readonly Row[]
  readonly next: string | null
}
