// What one chain transaction has shown so far: token movements that still want a reason, payments that still want
// their Transfer log, and the settle call whose pushes are being awaited.

import type { Address } from 'viem'
import type { Place, TokenMove } from '../ledger-log.ts'

/** A logged payment whose Transfer log may stand before or behind it in the same chain transaction. */
type ExpectedMove = {
  readonly event: 'Paid' | 'Withdrawn' | 'PoolWithdrawn'
  readonly to: Address
  readonly micros: bigint
  readonly place: Place
  readonly pool?: number
  readonly payee?: Address
}

/** What a settle call must now push to a payee, or log as deferred; `late` once a payee behind it was pushed to. */
export type PendingPush = {
  readonly payee: Address
  readonly micros: bigint
  readonly place: Place
  late: boolean
}

/** A settle call while its Settled logs are being read. */
export type SettleCall = {
  readonly place: Place
  readonly push: boolean
  nextIndex: number
  /** Payees credited by the call. */
  readonly payees: Set<Address>
}

export type ChainTransactionScope = {
  readonly chainTransaction: string
  /** Received, and not yet a deposit. */
  inflows: TokenMove[]
  /** Sent, and not yet explained. */
  outflows: TokenMove[]
  expected: ExpectedMove[]
  call: SettleCall | undefined
  pushes: PendingPush[]
}

/** The scope of a chain transaction of which nothing has been read yet. */
export function openScope(chainTransaction: string): ChainTransactionScope {
  return { chainTransaction, inflows: [], outflows: [], expected: [], call: undefined, pushes: [] }
}

/** Removes and answers the latest of `items` that satisfies `fits`. */
export function takeLast<T>(items: T[], fits: (item: T) => boolean): T | undefined {
  const index = items.findLastIndex(fits)
  return index < 0 ? undefined : items.splice(index, 1)[0]
}

/** Removes and answers the earliest of `items` that satisfies `fits`. */
export function takeFirst<T>(items: T[], fits: (item: T) => boolean): T | undefined {
  const index = items.findIndex(fits)
  return index < 0 ? undefined : items.splice(index, 1)[0]
}
