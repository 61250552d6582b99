// Small replicated facts of the chain beside the event log: every batch's lists, payees whose push failed, audits.

import type { RetailerId } from '#domain/ids.ts'
import type { Instant } from '#domain/order-facts.ts'
import type { Address, Hex } from 'viem'

export type ChainBatch = {
  readonly records: Hex
  /** In log order, each with the id of its event. */
  readonly amendments: readonly {
    readonly eventId: string
    readonly reductions: Hex
  }[]
}

/** What the open page says of the last audit. */
export type AuditSummary = {
  readonly ok: boolean
  readonly at: Instant
  readonly chainId: number
  readonly ledger: Address
  readonly block: { readonly number: number; readonly hash: Hex }
  /** How often each check was made. */
  readonly checks: Readonly<Record<string, number>>
  /** One sentence each, with its place. */
  readonly discrepancies: readonly string[]
  /** How each pool's shop keeps its promises; absent in audits of earlier versions. */
  readonly conduct?: readonly PoolConduct[]
}

/** Amounts are whole micros as decimal strings; ratios in basis points. */
export type PoolConduct = {
  readonly pool: number
  readonly committed: string
  readonly takenBack: string
  readonly reversalBps: number
  readonly rejectionBps: number
  readonly rewarded: string
  readonly rejected: string
  readonly underReview: string
  readonly isUnusual: boolean
}

/** The managed owner key of a program's pool. */
export type ManagedSender = {
  readonly retailerId: string
  readonly programId: string
}

export type ChainBooks = {
  /** Notes a retailer's number; twice is once. */
  readonly putRetailer: (retailerId: RetailerId) => Promise<void>
  /** Numbers of retailers in ascending order, after one, at most `limit`. */
  readonly retailers: (after: RetailerId, limit: number) => Promise<readonly RetailerId[]>
  readonly putBatch: (pool: number, seq: number, batch: ChainBatch) => Promise<void>
  readonly batch: (pool: number, seq: number) => Promise<ChainBatch | undefined>
  readonly setAmendments: (pool: number, seq: number, amendments: ChainBatch['amendments']) => Promise<void>
  /** Notes whose managed key a sending address is. */
  readonly putSender: (address: Address, owner: ManagedSender) => Promise<void>
  readonly sender: (address: Address) => Promise<ManagedSender | undefined>
  readonly deferPayee: (payee: Address, nextAttemptAt: Instant) => Promise<void>
  readonly forgetPayee: (payee: Address) => Promise<void>
  readonly deferredPayees: (
    now: Instant,
    limit: number,
  ) => Promise<readonly { readonly payee: Address; readonly attempts: number }[]>
  readonly recordAudit: (audit: AuditSummary) => Promise<void>
  readonly lastAudit: () => Promise<AuditSummary | undefined>
}
