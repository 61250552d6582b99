// What the tests keep of one retailer in memory, in the shape of the tables. Rows are values that are replaced, never
// altered, so that a copy of the lists is a copy of everything.

import type { OrderFact } from '#domain/order-facts.ts'
import type { Micros } from '#domain/money.ts'
import type { AmendmentRow, BatchRow, RecordRow, ReductionRow } from '#ports/batch-rows.ts'
import type { RetailerEntry } from '#ports/journal-rows.ts'
import type { RewardRefusal, SetAside } from '#ports/proposal-rows.ts'
import type { CustomerKeys, OrderRow } from '#ports/order-rows.ts'
import type { PoolRow } from '#ports/pool-rows.ts'
import type { BindingRow, EnrollmentRow, LinkRow, ProgramRow } from '#ports/program-rows.ts'
import type { OutboxJob } from '#ports/retailer-store.ts'
import type { RewardChange, RewardRow } from '#ports/reward-rows.ts'
import type { Hex } from 'viem'

export type StoredOrder = OrderRow & {
  readonly programId: string | null
  readonly countedSeq: number | null
  readonly paidAt?: number
  readonly customer?: CustomerKeys
}
export type StoredBatch = BatchRow & { readonly chainTransaction: Hex | null }
export type StoredReduction = ReductionRow & {
  readonly state: 'pending' | 'signed' | 'done' | 'debt'
  readonly amendmentNo: number | null
}
export type StoredDebt = {
  readonly debtId: string
  readonly programId: string
  readonly recommenderId: string
  readonly rewardId: string
  readonly micros: Micros
  readonly remainingMicros: Micros
  readonly incurredAt: number
  readonly lapsesAt: number
}
export type StoredUse = {
  readonly debtId: string
  readonly kind: 'netted' | 'cancelled' | 'restored'
  readonly rewardId: string
  readonly micros: Micros
  readonly batch: { readonly seq: number; readonly attempt: number } | undefined
}

/** Everything of one retailer; keys as in PostgreSQL. */
export type MemoryState = {
  profile: { readonly name: string; readonly secretSealed: Uint8Array } | undefined
  programs: Map<string, ProgramRow>
  enrollments: Map<string, EnrollmentRow>
  links: Map<string, LinkRow>
  bindings: Map<string, BindingRow>
  pools: Map<string, PoolRow>
  orders: Map<string, StoredOrder>
  facts: Map<string, OrderFact>
  rewards: Map<string, RewardRow>
  changes: (RewardChange & { readonly rewardId: string })[]
  debts: Map<string, StoredDebt>
  uses: StoredUse[]
  batches: Map<string, StoredBatch>
  records: Map<string, RecordRow>
  reductions: Map<string, StoredReduction>
  amendments: Map<string, AmendmentRow>
  setAsides: Map<string, SetAside>
  rewardRefusals: Map<string, RewardRefusal>
  entries: Map<string, RetailerEntry>
  balances: Map<string, Micros>
  jobs: OutboxJob[]
}

export function emptyMemory(): MemoryState {
  return {
    profile: undefined,
    programs: new Map(),
    enrollments: new Map(),
    links: new Map(),
    bindings: new Map(),
    pools: new Map(),
    orders: new Map(),
    facts: new Map(),
    rewards: new Map(),
    changes: [],
    debts: new Map(),
    uses: [],
    batches: new Map(),
    records: new Map(),
    reductions: new Map(),
    amendments: new Map(),
    setAsides: new Map(),
    rewardRefusals: new Map(),
    entries: new Map(),
    balances: new Map(),
    jobs: [],
  }
}

/** Where PostgreSQL would refuse a row by a `check`, memory does too. */
export function check(condition: boolean, constraint: string): void {
  if (!condition) throw new Error(`check constraint: ${constraint}`)
}

/** A copy that later changes do not reach. */
export function copyOf(memory: MemoryState): MemoryState {
  const copies = Object.entries(memory as Record<string, unknown>).map(([name, value]) => {
    if (value instanceof Map) return [name, new Map(value as Map<unknown, unknown>)]
    return [name, Array.isArray(value) ? [...(value as unknown[])] : value]
  })
  return Object.fromEntries(copies) as MemoryState
}

/** Stands where a history never comes. */
export function notInHistories(): never {
  throw new Error('no reward history uses this')
}
