// Where the sender keeps every chain transaction from plan to end. Each write happens under a lease, and only from
// the states it names, so a process that has lost the lease changes nothing.

import type { Instant } from '#domain/order-facts.ts'
import type { Address, Hex } from 'viem'

import type { ChainCall } from './chain.ts'
import type { ChainReceipt, SignedTransaction } from './chain-sending.ts'
import type { Lease } from './leases.ts'

export type PlannedTransaction = {
  readonly key: string
  readonly sender: Address
  readonly call: ChainCall
  readonly plannedAt: Instant
}

/** A chain transaction whose bytes are saved and which no followed block holds. */
export type UnminedTransaction = PlannedTransaction & {
  readonly state: 'signed' | 'broadcast'
  /** The latest bytes; those they replaced may still be mined under a hash of `hashes`. */
  readonly signed: SignedTransaction
  /** All hashes ever signed for it, oldest first. */
  readonly hashes: readonly Hex[]
  readonly replacements: number
  /** When a node last took the latest bytes; when they were signed, before that. */
  readonly sentAt: Instant
  /** Since when the nonce counts as used by somebody else; undefined when it does not. */
  readonly nonceTakenSince: Instant | undefined
}

/** A chain transaction in a followed block that was not final when last looked at. */
export type MinedTransaction = {
  readonly key: string
  readonly nonce: bigint
  readonly receipt: ChainReceipt
}

/** What becomes of a chain transaction. */
export type TransactionChange =
  /** planned stays planned and is not looked at before the instant. */
  | { readonly to: 'postponed'; readonly until: Instant }
  /** planned → refused. */
  | { readonly to: 'refused'; readonly errorName: string }
  /** signed → broadcast, and again when the bytes were lost and sent again. */
  | { readonly to: 'broadcast' }
  /** signed, broadcast → mined; `errorName` when it reverted with a known error. */
  | {
      readonly to: 'mined'
      readonly receipt: ChainReceipt
      readonly errorName: string | undefined
    }
  /** mined → broadcast: its block is gone. */
  | { readonly to: 'unmined' }
  /** mined → final or reverted. */
  | { readonly to: 'final' | 'reverted' }
  /** signed, broadcast stay what they are: the nonce looks used by somebody else, or does no more. */
  | { readonly to: 'nonce-taken' | 'nonce-free' }
  /** signed, broadcast → planned: somebody else has used the nonce, finally. */
  | { readonly to: 'requeued' }

export type SendingStore = {
  /** Everyone in whose name something is planned or has not ended. */
  readonly sendersWithWork: () => Promise<readonly Address[]>
  /** The oldest planned that may be looked at now: not postponed, and what they come after is mined or has ended. */
  readonly planned: (sender: Address, now: Instant, limit: number) => Promise<readonly PlannedTransaction[]>
  /** By ascending nonce. */
  readonly unmined: (sender: Address, limit: number) => Promise<readonly UnminedTransaction[]>
  /** By ascending nonce. */
  readonly mined: (sender: Address, limit: number) => Promise<readonly MinedTransaction[]>
  /**
   * Gives a planned chain transaction the next nonce, never below `leastNonce`, and saves what `sign` makes of it, all
   * in one database transaction. `sign` may run more than once and must have no other effect.
   */
  readonly saveSigned: (
    lease: Lease,
    key: string,
    leastNonce: bigint,
    at: Instant,
    sign: (nonce: bigint) => Promise<SignedTransaction>,
  ) => Promise<SignedTransaction>
  /** Saves other bytes for the same nonce and call; the state becomes `signed` again. */
  readonly saveReplacement: (
    lease: Lease,
    key: string,
    signed: SignedTransaction,
    at: Instant,
  ) => Promise<void>
  /** Throws `Problem('lease_lost')` when the lease is not held any more; nothing is written then. */
  readonly change: (lease: Lease, key: string, change: TransactionChange, at: Instant) => Promise<void>
}
