// What a retailer's rows know of people beyond the work itself: what may be said of them, what is let go when they
// leave, and what is forgotten when its time is over.

import type { DisclosureVariant } from '#domain/disclosure.ts'
import type { ConnectionId, LinkCode, RecommenderId, RewardId } from '#domain/ids.ts'
import type { Instant } from '#domain/order-facts.ts'
import type { Trace } from '#domain/trace.ts'
import type { Hex } from 'viem'

/** The codes a person was known by, each with the one that nobody knows. */
export type NewCodes = ReadonlyMap<LinkCode, LinkCode>

/** What a buyer is known by at this retailer: keyed hashes, hex. */
export type BuyerKeys = { readonly buyerKey?: Hex; readonly customerKey?: Hex }

/** Rows that are older than `before`, at most `limit` of them. */
export type OldRows = { readonly before: Instant; readonly limit: number }

export type PrivacyRows = {
  readonly setDisclosure: (code: LinkCode, disclosure: DisclosureVariant) => Promise<void>
  /** In all programs that the person has joined here. */
  readonly setWithoutProfile: (recommenderId: RecommenderId, withoutProfile: boolean) => Promise<void>
  readonly linkCodes: (recommenderId: RecommenderId) => Promise<readonly LinkCode[]>
  /**
   * Takes name, e-mail key, links and everything the person wrote away, and notes that they are to be erased. What is
   * promised stays, so that it is paid.
   */
  readonly leave: (leaving: {
    readonly recommenderId: RecommenderId
    /** Stands in for the name; unique. */
    readonly handle: string
    readonly newCodes: NewCodes
    readonly now: Instant
  }) => Promise<void>
  /** Who has left and is not erased yet, first come first. */
  readonly leaving: (limit: number) => Promise<readonly RecommenderId[]>
  readonly rewardIds: (recommenderId: RecommenderId) => Promise<readonly RewardId[]>
  /** Rows that the person wrote or that say what was agreed with them, by table, for their own eyes. */
  readonly ownRows: (
    recommenderId: RecommenderId,
  ) => Promise<Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>>
  /** Whether a reward still waits, or is in a batch that is not over. */
  readonly hasUnfinished: (recommenderId: RecommenderId) => Promise<boolean>
  readonly erase: (erasure: {
    readonly recommenderId: RecommenderId
    /** Takes the place of the person's id, so that every sum stays. */
    readonly erasedId: RecommenderId
    /** Takes the place of the trace of each of their rewards. */
    readonly trace: Trace
    readonly traceHash: Hex
  }) => Promise<void>
  /** Takes the keys of a buyer off their orders; resolves with how many there were. */
  readonly eraseBuyer: (keys: BuyerKeys) => Promise<number>
  /** The same for everybody who bought at a connection. */
  readonly eraseConnection: (connectionId: ConnectionId) => Promise<number>
  /** The platform's numbers of a buyer's orders, oldest first. */
  readonly ordersOfBuyer: (keys: BuyerKeys) => Promise<readonly string[]>

  /** Each resolves with the number of rows that it changed. */
  readonly forgetVisitors: (old: OldRows) => Promise<number>
  readonly emptyDeliveries: (old: OldRows) => Promise<number>
  readonly forgetSignIns: (old: OldRows) => Promise<number>
}
