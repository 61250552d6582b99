// Money that a shop takes back from its pools, and programs that come to an end.

import type { ProgramId } from '#domain/ids.ts'
import type { Micros } from '#domain/money.ts'
import type { Instant } from '#domain/order-facts.ts'
import type { Address } from 'viem'

/**
 * asked → announced (the ledger's notice runs) → paid (to the pool's owner) → sent (to where the shop said).
 * cancelling (from the first two) → cancelled; replaced by another request of the owner's; expired: fetched too late, or nothing was there to
 * fetch; refused: the ledger did not take the request. The first three, and paid, are under way.
 */
export type WithdrawalState =
  'asked' | 'announced' | 'cancelling' | 'paid' | 'sent' | 'cancelled' | 'replaced' | 'expired' | 'refused'

export type WithdrawalRow = {
  readonly withdrawalId: string
  readonly programId: ProgramId
  /** The most that is taken. */
  readonly micros: Micros
  readonly to: Address
  readonly state: WithdrawalState
  readonly askedAt: Instant
  /** By the chain's clock; null before the ledger has answered. */
  readonly readyAtSeconds: number | null
  readonly paidMicros: Micros | null
  /** Tries at the step under way that the chain refused. */
  readonly attempt: number
  /** Not tried again before; null for at once. */
  readonly tryAfter: Instant | null
}

export type WithdrawalRows = {
  /** `under-way` when the pool has another one under way. */
  readonly insert: (
    row: Pick<WithdrawalRow, 'withdrawalId' | 'programId' | 'micros' | 'to' | 'askedAt'>,
  ) => Promise<'inserted' | 'exists' | 'under-way'>
  readonly find: (withdrawalId: string) => Promise<WithdrawalRow | undefined>
  /** Those under way, of one program or of all. */
  readonly live: (programId?: ProgramId) => Promise<readonly WithdrawalRow[]>
  /** A program's, newest first, asked for before the one named. */
  readonly list: (
    programId: ProgramId,
    page: { readonly limit: number; readonly after?: string | undefined },
  ) => Promise<readonly WithdrawalRow[]>
  readonly update: (
    withdrawalId: string,
    change: Partial<Pick<WithdrawalRow, 'state' | 'readyAtSeconds' | 'paidMicros' | 'attempt' | 'tryAfter'>>,
  ) => Promise<void>
}

export type ClosingRow = {
  readonly programId: ProgramId
  /** Orders paid later earn nothing. */
  readonly lastOrderAt: Instant
  /** Where the pool's money goes. */
  readonly to: Address
  readonly askedAt: Instant
  /** When the pool was empty for good. */
  readonly doneAt: Instant | null
}

export type ClosingRows = {
  readonly insert: (row: Omit<ClosingRow, 'doneAt'>) => Promise<'inserted' | 'exists'>
  readonly find: (programId: ProgramId) => Promise<ClosingRow | undefined>
  /** Those that are not done. */
  readonly open: () => Promise<readonly ClosingRow[]>
  readonly setDone: (programId: ProgramId, doneAt: Instant) => Promise<void>
}
