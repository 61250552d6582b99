// Batches: what the order key has signed, what became of it, and reductions on their way.

import type { ProgramId, RewardId } from '#domain/ids.ts'
import type { Micros } from '#domain/money.ts'
import type { OrderClasses } from '#domain/order-classes.ts'
import type { Instant } from '#domain/order-facts.ts'
import type { Trace } from '#domain/trace.ts'
import type { Address, Hex } from 'viem'

/**
 * signed: made for the ledger, and signed by the order key unless `signature` is null: then it is proposed to the retailer; open:
 * committed; dead: its deadline passed, it was refused or withdrawn, or its seq went to another.
 */
export type BatchRowState = 'signed' | 'open' | 'settled' | 'vetoed' | 'dead'

export type BatchKey = {
  readonly programId: ProgramId
  readonly seq: number
  readonly attempt: number
}

/** Names nobody, so it stays whoever is erased. */
export type BatchClasses = { readonly orders: OrderClasses; readonly salt: Hex }

export type BatchRow = BatchKey & {
  readonly pool: number
  readonly state: BatchRowState
  readonly policyHash: Hex
  readonly evidenceRoot: Hex
  readonly holdSeconds: number
  readonly deadlineSeconds: number
  readonly counts: bigint
  /** What its counts are made of; null for batches from before classes were bound. */
  readonly classes: BatchClasses | null
  readonly records: Hex
  /** As it stands on chain, amendments included. */
  readonly netList: Hex
  /** Null while it waits for the retailer's own order key. */
  readonly signature: Hex | null
  readonly sendAttempt: number
  readonly sendAfter: Instant | null
  readonly maturesAtSeconds: number | null
  readonly settleKey: string | null
  readonly settleAttempt: number
}

export type RecordRow = BatchKey & {
  readonly payee: Address
  readonly tag: Hex
  readonly rewardId: RewardId
  readonly earnedMicros: Micros
  readonly nettedMicros: Micros
  readonly micros: Micros
  readonly supplement: boolean
  /** Reductions planned or done. */
  readonly reducedMicros: Micros
  readonly traceHash: Hex
  /** What `traceHash` is of; null for records from before it was kept, and once the person is erased. */
  readonly trace: Trace | null
  /** Null once the person is erased. */
  readonly salt: Hex | null
  readonly leafIndex: number
  /** The hash of the record's evidence; null for records from before it was kept. */
  readonly leafHash: Hex | null
}

export type ReductionRow = BatchKey & {
  readonly reductionId: string
  readonly payee: Address
  readonly tag: Hex
  readonly rewardId: RewardId
  readonly micros: Micros
}

export type AmendmentRow = BatchKey & {
  readonly amendmentNo: number
  readonly state: 'signed' | 'done' | 'failed'
  readonly reductions: Hex
  readonly fromNetList: Hex
  readonly toNetList: Hex
  readonly deadlineSeconds: number
  /** Null while it waits for the retailer's own order key. */
  readonly signature: Hex | null
  readonly sendAttempt: number
  readonly sendAfter: Instant | null
}

export type BatchRows = {
  readonly insert: (row: BatchRow & { readonly now: Instant }, records: readonly RecordRow[]) => Promise<void>
  /** Batches in one of `states`, oldest first. */
  readonly inStates: (programId: ProgramId, states: readonly BatchRowState[]) => Promise<readonly BatchRow[]>
  /** Open batches that a reduction waits for, oldest first, at most `limit`. */
  readonly openWithReductions: (programId: ProgramId, limit: number) => Promise<readonly BatchRow[]>
  /** Open batches whose hold is over at a chain instant, first matured first, at most `limit`. */
  readonly matured: (
    programId: ProgramId,
    chainNowSeconds: number,
    limit: number,
  ) => Promise<readonly BatchRow[]>
  /** Batches of all programs in a state; for the view of work under way. */
  readonly countInState: (state: BatchRowState) => Promise<number>
  /** Open batches whose hold is over at a chain instant, of all programs. */
  readonly countMatured: (chainNowSeconds: number) => Promise<number>
  readonly countReductions: () => Promise<number>
  /** Locks and returns a batch. */
  readonly get: (key: BatchKey) => Promise<BatchRow | undefined>
  readonly attempts: (programId: ProgramId, seq: number) => Promise<readonly BatchRow[]>
  readonly update: (
    key: BatchKey,
    change: Partial<
      Pick<
        BatchRow,
        | 'state'
        | 'signature'
        | 'netList'
        | 'sendAttempt'
        | 'sendAfter'
        | 'maturesAtSeconds'
        | 'settleKey'
        | 'settleAttempt'
      >
    > & { readonly chainTransaction?: Hex },
  ) => Promise<void>
  readonly records: (key: BatchKey) => Promise<readonly RecordRow[]>
  readonly setLeafHash: (key: BatchKey, leafIndex: number, leafHash: Hex) => Promise<void>
  /** Records of one reward with their batches, newest batch first. */
  readonly recordsOfReward: (rewardId: RewardId) => Promise<
    readonly (RecordRow & {
      readonly batch: BatchRow
      readonly chainTransaction: Hex | null
    })[]
  >
  readonly insertReduction: (row: ReductionRow & { readonly now: Instant }) => Promise<void>
  readonly pendingReductions: (key: BatchKey) => Promise<readonly ReductionRow[]>
  readonly reductionsOf: (key: BatchKey, amendmentNo: number) => Promise<readonly ReductionRow[]>
  readonly setReductions: (
    key: BatchKey,
    reductionIds: readonly string[],
    change: {
      readonly state: 'pending' | 'signed' | 'done' | 'debt'
      readonly amendmentNo: number | null
    },
  ) => Promise<void>
  /** Gives a record back what reductions took that never reached the chain. */
  readonly unreduce: (row: ReductionRow) => Promise<void>
  readonly insertAmendment: (row: AmendmentRow & { readonly now: Instant }) => Promise<void>
  readonly amendments: (key: BatchKey) => Promise<readonly AmendmentRow[]>
  readonly updateAmendment: (
    key: BatchKey,
    amendmentNo: number,
    change: Partial<Pick<AmendmentRow, 'state' | 'signature' | 'sendAttempt' | 'sendAfter'>>,
  ) => Promise<void>
}
