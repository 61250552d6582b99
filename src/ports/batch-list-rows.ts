// Batches as a list, for those who read them.

import type { ProgramId } from '#domain/ids.ts'
import type { Micros } from '#domain/money.ts'
import type { Instant } from '#domain/order-facts.ts'
import type { Hex } from 'viem'

import type { BatchRow, BatchRowState } from './batch-rows.ts'

/** A batch's place in the list: its pool and number. */
export type BatchPlace = { readonly pool: number; readonly seq: number }

export type ListedBatch = Omit<BatchRow, 'records' | 'netList' | 'classes' | 'signature'> & {
  /** Of the commit; null before it is final. */
  readonly chainTransaction: Hex | null
  readonly createdAt: Instant
  readonly rewards: number
  readonly people: number
  /** What was committed, before reductions. */
  readonly micros: Micros
  /** Reductions planned or done. */
  readonly reducedMicros: Micros
}

export type BatchListRows = {
  /**
   * Batches that are or may be on the ledger, by pool and then number, highest first; those after a place. One whose
   * deadline passed uncommitted is left out, since its number went to another.
   */
  readonly page: (page: {
    readonly limit: number
    readonly after?: BatchPlace | undefined
    readonly programId?: ProgramId | undefined
    readonly state?: BatchRowState | undefined
  }) => Promise<readonly ListedBatch[]>
  readonly find: (place: BatchPlace) => Promise<ListedBatch | undefined>
}
