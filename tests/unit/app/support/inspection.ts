// What is kept of a history's retailer, as far as the checks look at it, on whatever store.

import type { Micros } from '#domain/money.ts'
import type { AmendmentRow, BatchRow, RecordRow } from '#ports/batch-rows.ts'
import type { RetailerEntry } from '#ports/journal-rows.ts'
import type { RewardChange, RewardRow } from '#ports/reward-rows.ts'
import type { StoredDebt, StoredOrder, StoredReduction, StoredUse } from './memory-state.ts'

/** What the checks look at; rows by their keys, oldest first. */
export type Inspection = {
  readonly orders: ReadonlyMap<string, Pick<StoredOrder, 'orderId' | 'externalId'>>
  readonly rewards: ReadonlyMap<string, RewardRow>
  readonly changes: readonly (Pick<RewardChange, 'kind' | 'micros'> & { readonly rewardId: string })[]
  readonly debts: ReadonlyMap<string, Omit<StoredDebt, 'incurredAt' | 'lapsesAt'>>
  readonly uses: readonly Pick<StoredUse, 'debtId' | 'kind' | 'micros'>[]
  readonly batches: ReadonlyMap<string, InspectedBatch>
  readonly records: ReadonlyMap<string, InspectedRecord>
  readonly reductions: ReadonlyMap<string, Pick<StoredReduction, 'state' | 'micros'>>
  readonly amendments: ReadonlyMap<string, Pick<AmendmentRow, 'state'>>
  readonly entries: ReadonlyMap<string, Pick<RetailerEntry, 'programId' | 'debit' | 'credit' | 'micros'>>
  readonly balances: ReadonlyMap<string, Micros>
}

export type InspectedBatch = Pick<
  BatchRow,
  'pool' | 'seq' | 'attempt' | 'state' | 'records' | 'deadlineSeconds' | 'maturesAtSeconds'
>

export type InspectedRecord = Omit<
  RecordRow,
  'supplement' | 'traceHash' | 'trace' | 'salt' | 'leafIndex' | 'leafHash'
>
