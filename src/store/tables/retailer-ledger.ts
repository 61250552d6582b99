// Rows of the retailer's family, second part: rewards, batches, debts and the book.

import type { OrderClasses } from '#domain/order-classes.ts'
import type { RefusalCode } from '#domain/countersign/refusals.ts'
import type { RefusalReason } from '#domain/misuse/review.ts'
import type { FollowerEvidence } from '#domain/tier.ts'
import type { Trace } from '#domain/trace.ts'
import type { ColumnType, Generated, JSONColumnType } from 'kysely'

import type { RetailerWayTables } from './retailer-ways.ts'

type Numeric = ColumnType<string, string, string>

export type RetailerLedgerTables = RetailerWayTables & {
  retailer_rewards: {
    retailer_id: string
    reward_id: string
    order_id: string
    program_id: string
    recommender_id: string
    payee: string
    code: string
    tag: string
    policy_hash: string
    target_micros: bigint
    standing_micros: bigint
    waiting_micros: bigint
    waiting_since: Date | null
    vetoed: boolean
    trace: ColumnType<Trace, string, string>
    trace_hash: string
    created_at: Date
    updated_at: Date
    role: Generated<'direct' | 'upline' | 'deal'>
    granted_micros: Generated<bigint>
    /** Null for rewards from before it was kept: the policy's. */
    hold_seconds: number | null
    tier: Generated<number>
    followers: Generated<bigint>
    follower_evidence: Generated<FollowerEvidence>
    paid_at: Date | null
  }
  retailer_reward_changes: {
    retailer_id: string
    reward_id: string
    change_no: number
    kind: RewardChangeKind
    micros: bigint
    seq: number | null
    at: Date
  }
  retailer_batches: {
    retailer_id: string
    program_id: string
    seq: number
    attempt: number
    pool: number
    state: BatchRowState
    policy_hash: string
    evidence_root: string
    hold_seconds: number
    deadline_seconds: bigint
    counts: Numeric
    /** What the counts are made of, and the salt of that evidence; null for batches from before. */
    classes: JSONColumnType<OrderClasses | null, string | null, never>
    classes_salt: Uint8Array | null
    records: string
    net_list: string
    signature: string | null
    send_attempt: number
    send_after: Date | null
    matures_at_seconds: bigint | null
    settle_key: string | null
    settle_attempt: number
    chain_transaction: string | null
    created_at: Date
  }
  retailer_records: {
    retailer_id: string
    program_id: string
    seq: number
    attempt: number
    payee: string
    tag: string
    reward_id: string
    earned_micros: bigint
    netted_micros: bigint
    micros: bigint
    supplement: boolean
    reduced_micros: bigint
    trace_hash: string
    /** Null once its person is erased, with the trace; the hash of the evidence stays. */
    salt: Uint8Array | null
    leaf_index: number
    leaf_hash: Uint8Array | null
    trace: ColumnType<Trace | null, string | null, string | null>
  }
  retailer_amendments: {
    retailer_id: string
    program_id: string
    seq: number
    attempt: number
    amendment_no: number
    state: AmendmentState
    reductions: string
    from_net_list: string
    to_net_list: string
    deadline_seconds: bigint
    signature: string | null
    send_attempt: number
    send_after: Date | null
    created_at: Date
  }
  retailer_reductions: {
    retailer_id: string
    program_id: string
    seq: number
    attempt: number
    reduction_id: string
    payee: string
    tag: string
    reward_id: string
    micros: bigint
    amendment_no: number | null
    state: ReductionState
    created_at: Date
  }
  retailer_set_asides: {
    retailer_id: string
    reward_id: string
    reason: RefusalCode
    /** In force only while the reward is still worth the same. */
    target_micros: bigint
    at: Date
    /** Null until somebody resumes it. */
    until: Date | null
  }
  retailer_reward_refusals: {
    retailer_id: string
    reward_id: string
    reason: RefusalReason
    /** Most that the reward is worth from then on: what stood. */
    kept_micros: bigint
    at: Date
  }
  retailer_debts: {
    retailer_id: string
    debt_id: string
    program_id: string
    recommender_id: string
    reward_id: string
    micros: bigint
    remaining_micros: bigint
    incurred_at: Date
    lapses_at: Date
  }
  retailer_debt_uses: {
    retailer_id: string
    debt_id: string
    use_id: string
    kind: 'netted' | 'cancelled' | 'restored'
    reward_id: string
    micros: bigint
    seq: number | null
    attempt: number | null
    at: Date
  }
  retailer_journal: {
    retailer_id: string
    entry_id: string
    program_id: string
    kind: string
    debit: RetailerAccount
    credit: RetailerAccount
    micros: bigint
    chain_transaction: string
    at: Date
  }
  retailer_journal_balances: {
    retailer_id: string
    program_id: string
    account: RetailerAccount
    micros: bigint
  }
}

/** signed: the order key has signed it; open: committed; dead: its deadline passed uncommitted. */
export type BatchRowState = 'signed' | 'open' | 'settled' | 'vetoed' | 'dead'
export type AmendmentState = 'signed' | 'done' | 'failed'
/** pending: no amendment carries it yet; debt: the batch matured first. */
export type ReductionState = 'pending' | 'signed' | 'done' | 'debt'
export type RewardChangeKind =
  'earned' | 'reduced' | 'unreduced' | 'debt' | 'debt-cancelled' | 'vetoed' | 'uncommitted'
/** Accounts of the retailer's book; `outside` is everybody else. */
export type RetailerAccount = 'outside' | 'available' | 'reserved' | 'released'
