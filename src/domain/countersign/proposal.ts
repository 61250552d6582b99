// What is put before a retailer's own order key: a batch or an amendment with everything that it was made of, so that
// whoever holds the key can make it anew and compare. Amounts are micros of the token.

import type { DealId, LinkCode, ProgramId, RecommenderId, RewardId } from '../ids.ts'
import type { Micros } from '../money.ts'
import type { OrderClasses } from '../order-classes.ts'
import type { Instant } from '../order-facts.ts'
import type { Policy } from '../policy.ts'
import type { Trace } from '../trace.ts'
import type { Address, Hex } from 'viem'
import type { ProposedOrder, ProposedRepayment, ProposedVersion } from './proposed-order.ts'

/** Where a proposal belongs, and what names it. */
export type ProposalPlace = {
  readonly proposalId: string
  readonly programId: ProgramId
  readonly chainId: number
  readonly ledger: Address
  readonly pool: number
  readonly seq: number
  /** Whose signature it waits for. */
  readonly orderSigner: Address
}

/** What a reward is for. */
export type ProposedSource = ProposedOrder | { readonly kind: 'deal'; readonly dealId: DealId }

/** Whose reward it is, for what, and by which mark the ledger knows it. */
export type ProposedReward = {
  readonly rewardId: RewardId
  readonly recommenderId: RecommenderId
  readonly payee: Address
  /** The link that led to it; of a fee, the person's own. */
  readonly code: LinkCode
  /** Six bytes: the first of `sourceOrder`. */
  readonly tag: Hex
  /** The order or the deal as evidence names it, 32 bytes. */
  readonly sourceOrder: Hex
  readonly source: ProposedSource
}

export type ProposedRecord = ProposedReward & {
  /** What the ledger reserves: earned less netted. */
  readonly amount: Micros
  readonly earned: Micros
  readonly netted: Micros
  readonly supplement: boolean
  /** What was given back for the order before: all of it, by whichever reward. */
  readonly repaid: readonly ProposedRepayment[]
  readonly tier: number
  readonly traceHash: Hex
  readonly trace: Trace
  readonly salt: Hex
}

/** The rules that a proposal stands on. */
export type ProposedRules = {
  readonly policyHash: Hex
  readonly policy: Policy
  /** Published after `policy`, oldest first: they can give an order the currency rate that it waits for. */
  readonly laterPolicies: readonly Policy[]
  /** All versions of the program's rules, in the order of publication. */
  readonly versions: readonly ProposedVersion[]
  /** Of a program that ends: orders paid later earn nothing. */
  readonly lastOrderAt?: Instant | undefined
}

export type BatchProposal = ProposalPlace &
  ProposedRules & {
    readonly kind: 'batch'
    /** The bytes that the ledger takes. */
    readonly records: Hex
    readonly holdSeconds: number
    readonly deadlineSeconds: number
    readonly evidenceRoot: Hex
    /** The header's word of counts, a decimal integer. */
    readonly counts: string
    readonly classes: { readonly orders: OrderClasses; readonly salt: Hex }
    /** In the order of the bytes. */
    readonly rewards: readonly ProposedRecord[]
  }

export type ProposedReduction = ProposedReward & {
  readonly amount: Micros
  /** The shop itself refused the reward in a review; no refund stands behind it then. */
  readonly isRefusedInReview: boolean
}

export type AmendmentProposal = ProposalPlace &
  ProposedRules & {
    readonly kind: 'amendment'
    /** As committed. */
    readonly records: Hex
    /** As it stands on the ledger before this amendment. */
    readonly netList: Hex
    /** The bytes that the ledger takes. */
    readonly reductions: Hex
    readonly deadlineSeconds: number
    readonly rewards: readonly ProposedReduction[]
  }

export type Proposal = BatchProposal | AmendmentProposal

/** One line of the list of what waits. */
export type ProposalSummary = {
  readonly proposalId: string
  readonly kind: Proposal['kind']
  readonly programId: ProgramId
  readonly pool: number
  readonly seq: number
  readonly rewards: number
  /** What would be reserved, or given back. */
  readonly amount: Micros
  /** Last chain instant at which the signature is of use, in seconds. */
  readonly deadlineSeconds: number
}
