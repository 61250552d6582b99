// Deals: fixed fees that a shop and a person agree on, apart from sales.

import type { DealId, ProgramId, RecommenderId, RewardId } from '#domain/ids.ts'
import type { DealState } from '#domain/deal.ts'
import type { Micros } from '#domain/money.ts'
import type { Instant } from '#domain/order-facts.ts'
import type { Hex } from 'viem'

export type DealRow = {
  readonly dealId: DealId
  /** A program of kind `deals`: its pool pays. */
  readonly programId: ProgramId
  readonly recommenderId: RecommenderId
  readonly title: string
  readonly terms: string
  /** What both approved: keccak256 of title, terms, fee and due date in canonical form. */
  readonly termsHash: Hex
  readonly feeMicros: Micros
  readonly dueAt: Instant | null
  readonly state: DealState
  /** The shop's approval: a proposal is one. */
  readonly proposedAt: Instant
  /** The person's answer. */
  readonly answeredAt: Instant | null
  readonly deliveredAt: Instant | null
  /** When it was called off. */
  readonly endedAt: Instant | null
  /** HMAC-SHA256 of the deal's id under the retailer's secret; its first six bytes are the tag. */
  readonly sourceOrder: Uint8Array
  /** The fee on its way through the batches, once it is delivered. */
  readonly rewardId: RewardId | null
}

export type DealRows = {
  readonly insert: (row: DealRow) => Promise<void>
  /** Finds and locks a deal. */
  readonly take: (dealId: DealId) => Promise<DealRow | undefined>
  readonly find: (dealId: DealId) => Promise<DealRow | undefined>
  /** Newest first. */
  readonly ofProgram: (programId: ProgramId) => Promise<readonly DealRow[]>
  /** Newest first. */
  readonly ofPerson: (recommenderId: RecommenderId) => Promise<readonly DealRow[]>
  readonly update: (
    dealId: DealId,
    change: Partial<Pick<DealRow, 'state' | 'answeredAt' | 'deliveredAt' | 'endedAt' | 'rewardId'>>,
  ) => Promise<void>
  /** Fees of deals that are open or delivered, in micros: what a program's cap on all deals counts. */
  readonly agreedMicros: (programId: ProgramId) => Promise<Micros>
}
