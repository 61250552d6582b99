// The retailer's book: double entry, append-only, in micros.

import type { ProgramId } from '#domain/ids.ts'
import type { Micros } from '#domain/money.ts'
import type { Instant } from '#domain/order-facts.ts'
import type { Hex } from 'viem'

/** `outside` is everybody else; its balance is minus what the pool holds or has released. */
export type RetailerAccount = 'outside' | 'available' | 'reserved' | 'released'

export type RetailerEntry = {
  /** `<chain event id>:<n>`: writing it twice is one entry. */
  readonly entryId: string
  readonly programId: ProgramId
  readonly kind: 'deposited' | 'committed' | 'amended' | 'vetoed' | 'settled' | 'withdrawn'
  /** Account that gets the amount. */
  readonly debit: RetailerAccount
  /** Account that gives it. */
  readonly credit: RetailerAccount
  readonly micros: Micros
  readonly chainTransaction: Hex
  readonly at: Instant
}

export type JournalRows = {
  readonly append: (entry: RetailerEntry) => Promise<'recorded' | 'already-recorded'>
  readonly balances: (programId: ProgramId) => Promise<Readonly<Record<RetailerAccount, Micros>>>
  /** Sum of entries of one kind, in micros. */
  readonly total: (programId: ProgramId, kind: RetailerEntry['kind']) => Promise<Micros>
}
