// What the holder of an order key decides about a proposal.

import type { Address, Hex } from 'viem'
import type { Micros } from '../money.ts'
import type { Instant } from '../order-facts.ts'
import type { OwnBuyers, OwnOrders } from './own-order.ts'
import type { ProposedSource } from './proposal.ts'
import type { RefusalCode } from './refusals.ts'
import type { SignedBook } from './signed-book.ts'

/** One reason not to sign; without a reward it speaks of the whole. */
export type Reason = {
  readonly reason: RefusalCode
  readonly rewardId?: string
  /** For the shop's own eyes: what was compared. */
  readonly detail: string
}

/** The same, while it is clear which reward it speaks of. */
export type Wrong = Omit<Reason, 'rewardId'>

/** What the shop signs at most, and what it knows of itself. */
export type OwnTerms = {
  readonly chainId: number
  readonly ledger: Address
  /** The shop's own wallet, which has to own the pools; absent: whoever owns them. */
  readonly expectedOwner?: Address | undefined
  /** Of the order key. */
  readonly signer: Address
  /** The shop's own pools; nothing is signed for any other. */
  readonly pools: ReadonlySet<number>
  /** Most that one record may be worth; absent: the pool's own cap. */
  readonly rewardCapMicros?: Micros | undefined
  /** Most that is signed within 24 hours; absent: the pool's own rate. */
  readonly dailyLimitMicros?: Micros | undefined
  /** Fees that the shop has agreed, by deal. */
  readonly deals: ReadonlyMap<string, Micros>
  /** Rules that the shop accepts beside those that it has signed under before. */
  readonly acceptedPolicies: ReadonlySet<Hex>
  /** Rewards that the shop has looked at itself, with the most that each is worth although its books say otherwise. */
  readonly acceptedRewards: ReadonlyMap<string, Micros>
  /** Whether a reward that the shop refused in a review may be taken back without a refund. */
  readonly trustsReviews: boolean
  /** The mark of an order or deal by the shop's own tag key, 32 bytes; absent: a mark is pinned when it is first seen. */
  readonly markOf?: ((source: ProposedSource) => Hex) | undefined
}

/** The pool as the chain has it now. */
export type PoolOnChain = {
  readonly owner: Address
  readonly orderSigner: Address
  readonly nextSeq: number
  readonly minHoldSeconds: number
  readonly rewardCapMicros: bigint
  /** Time of the latest block, in seconds. */
  readonly nowSeconds: number
}

export type CheckContext = {
  readonly terms: OwnTerms
  readonly pool: PoolOnChain
  readonly book: SignedBook
  readonly orders: OwnOrders
  /** Other orders of an order's buyer, as far as the books name buyers; absent where none do. */
  readonly ordersOfBuyer?: OwnBuyers | undefined
  readonly now: Instant
}
