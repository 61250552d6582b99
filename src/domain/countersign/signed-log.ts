// What a retailer's order key has signed, and what it has seen, as lines of a log that only grows. Each line is written
// before the signature leaves, so nothing is ever signed that the log does not know.

import type { CampaignId, ProgramId } from '../ids.ts'
import type { Micros } from '../money.ts'
import type { Instant } from '../order-facts.ts'
import type { Policy } from '../policy.ts'
import type { ProposedCampaign, ProposedVersion } from './proposed-order.ts'
import type { Address, Hex } from 'viem'

/** The first line: what the log is of. */
export type LogBegan = {
  readonly kind: 'began'
  readonly chainId: number
  readonly ledger: Address
  readonly signer: Address
}

/** A pool that is signed for, and its first batch that this log knows of. */
export type LogPool = { readonly kind: 'pool'; readonly pool: number; readonly fromSeq: number }

/** Rules that are accepted for a program. */
export type LogPolicy = { readonly kind: 'policy'; readonly programId: ProgramId; readonly policyHash: Hex }

export type SignedRecord = {
  /** The order or deal in the shop's own words: `<connection>:<its number>` or `deal:<id>`. */
  readonly source: string
  /** The same as evidence names it. */
  readonly sourceOrder: Hex
  readonly payee: Address
  readonly tag: Hex
  readonly code: string
  readonly earned: Micros
  readonly netted: Micros
  readonly amount: Micros
  /** When the order was paid; 0 for a deal. */
  readonly paidAt: Instant
  /** What the caps count of it; absent for a deal. */
  readonly grant?: SignedGrant | undefined
  /** Marks of the order's buyer; absent when nothing is known. */
  readonly buyer?: readonly string[] | undefined
  /** The reward that the shop had named as accepted when it was signed against the books: its word is for nothing else. */
  readonly accepted?: string | undefined
  /** What later rewards gave back for the order. */
  readonly repaid?: readonly SignedRepayment[] | undefined
}

/** An order whose reward gave something back for another one. */
export type SignedRepayment = { readonly source: string; readonly micros: Micros }

/** What an order gives as it was paid, before refunds: to the person of the record, and to everybody together. */
export type SignedGrant = { readonly micros: Micros; readonly orderMicros: Micros }

/** Somebody who is credited for an order of the batch: their link belongs to this address from then on. */
export type SignedPin = {
  readonly code: string
  readonly payee: Address
  /** The program and the campaign that a link belongs to; absent for a deal, and for whoever brought somebody. */
  readonly place?: LinkPlace | undefined
}

export type LinkPlace = { readonly programId: ProgramId; readonly campaignId: CampaignId | null }

/** A discount code of an order, and whose link it speaks for from then on. */
export type SignedCoupon = { readonly coupon: string; readonly code: string }

/** Decimal amounts, by name of the cap. */
export type LoggedCaps = {
  readonly [Name in keyof NonNullable<Policy['caps']>]?: string | undefined
}

export type LogBatch = {
  readonly kind: 'batch'
  readonly programId: ProgramId
  readonly pool: number
  readonly seq: number
  readonly recordsHash: Hex
  /** What the ledger stores of it once it is committed, 27 bytes. */
  readonly batchHash: Hex
  /** The EIP-712 digest that was signed. */
  readonly digest: Hex
  readonly deadlineSeconds: number
  readonly signedAt: Instant
  readonly records: readonly SignedRecord[]
  readonly pins: readonly SignedPin[]
  readonly coupons: readonly SignedCoupon[]
  /** Campaigns of its links. */
  readonly campaigns?: readonly ProposedCampaign[] | undefined
  /** The program's versions of its rules. */
  readonly versions?: readonly ProposedVersion[] | undefined
  /** Of the rules that it was made under; absent when they have none. */
  readonly caps?: LoggedCaps | undefined
}

export type SignedReduction = {
  readonly source: string
  readonly payee: Address
  readonly tag: Hex
  readonly amount: Micros
}

export type LogAmendment = {
  readonly kind: 'amendment'
  readonly pool: number
  readonly seq: number
  readonly recordsHash: Hex
  /** The stored hash that it starts from, 27 bytes. */
  readonly fromHash: Hex
  /** What is stored once it is carried. */
  readonly toHash: Hex
  readonly digest: Hex
  readonly signedAt: Instant
  readonly reductions: readonly SignedReduction[]
}

/** What became of a number, by a final block: which records it went to, or that nothing signed for it can be used any more. */
export type LogResolved = {
  readonly kind: 'resolved'
  readonly pool: number
  readonly seq: number
  readonly outcome: 'committed' | 'dead'
  /** Of the batches signed under it, those that the ledger may have taken; one, unless they cannot be told apart. */
  readonly recordsHashes: readonly Hex[]
}

/** An amendment that was carried, by a final block. */
export type LogApplied = {
  readonly kind: 'applied'
  readonly pool: number
  readonly seq: number
  readonly toHash: Hex
}

export type LogLine = LogBegan | LogPool | LogPolicy | LogBatch | LogAmendment | LogResolved | LogApplied
