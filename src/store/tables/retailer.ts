// Rows of the retailer's family. A query here always names retailer_id; a test reads the source for it.

import type { CarriedReference } from '#domain/order-facts.ts'
import type { Policy } from '#domain/policy.ts'
import type { Trace } from '#domain/trace.ts'
import type { ColumnType, JSONColumnType } from 'kysely'

/** JSON that is written as text and read as parsed. */
type Json<Value extends object> = JSONColumnType<Value>
type Numeric = ColumnType<string, string, string>

/** An order fact as stored: amounts are decimal integers of micros in text. */
export type StoredFact = {
  readonly kind: 'paid' | 'refunded' | 'cancelled'
  readonly at: number
  readonly currency?: string
  readonly eligibleMicros?: string
  readonly totalMicros?: string
  readonly references?: readonly CarriedReference[]
  readonly buyerKey?: string
  readonly test?: boolean
}

export type RetailerTables = {
  retailer_profiles: { retailer_id: string; name: string; secret_sealed: Uint8Array; created_at: Date }
  retailer_api_keys: {
    retailer_id: string
    key_id: string
    secret_hash: Uint8Array
    created_at: Date
    revoked_at: Date | null
  }
  retailer_sign_ins: {
    retailer_id: string
    token_hash: Uint8Array
    created_at: Date
    expires_at: Date
    revoked_at: Date | null
  }
  retailer_connections: {
    retailer_id: string
    connection_id: string
    platform: 'standard' | 'shopify'
    currency: string
    secret_sealed: Uint8Array
    previous_secret_sealed: Uint8Array | null
    created_at: Date
  }
  retailer_programs: {
    retailer_id: string
    program_id: string
    name: string
    shop_url: string
    policy_hash: string
    created_at: Date
  }
  retailer_policies: {
    retailer_id: string
    program_id: string
    policy_hash: string
    body: Json<Policy>
    effective_from: Date
  }
  retailer_pools: {
    retailer_id: string
    program_id: string
    owner_address: string
    owner_key_sealed: Uint8Array
    order_address: string
    order_key_sealed: Uint8Array
    min_hold_seconds: number
    reward_cap_micros: bigint
    rate_capacity_micros: bigint
    rate_micros_per_day: bigint
    /** Id on the ledger; null until the opening is final. */
    pool: number | null
    next_seq: number
    created_at: Date
  }
  retailer_fundings: {
    retailer_id: string
    funding_id: string
    program_id: string
    micros: bigint
    state: 'sent' | 'done'
    created_at: Date
  }
  retailer_enrollments: {
    retailer_id: string
    program_id: string
    recommender_id: string
    handle: string
    payee: string
    email_key: Uint8Array | null
    created_at: Date
  }
  retailer_links: {
    retailer_id: string
    code: string
    program_id: string
    recommender_id: string
    created_at: Date
  }
  retailer_clicks: {
    retailer_id: string
    click_id: string
    code: string
    clicked_at: Date
    visitor_key: Uint8Array | null
    verdict: ClickVerdict
  }
  retailer_deliveries: {
    retailer_id: string
    connection_id: string
    body_hash: Uint8Array
    delivery_id: string
    platform: 'standard' | 'shopify'
    headers: Json<Record<string, string>>
    body_sealed: Uint8Array
    state: DeliveryState
    outcome: string | null
    received_at: Date
    processed_at: Date | null
    attempts: number
  }
  retailer_orders: {
    retailer_id: string
    order_id: string
    connection_id: string
    external_id: string
    source_order: Uint8Array
    outcome: OrderOutcome
    reason: string
    attribution: JSONColumnType<StoredAttribution | null, string | null, string | null>
    program_id: string | null
    counted_seq: number | null
    updated_at: Date
    created_at: Date
  }
  retailer_order_facts: {
    retailer_id: string
    order_id: string
    fact_key: string
    body: Json<StoredFact>
    delivery_id: string
    recorded_at: Date
  }
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
    records: string
    net_list: string
    signature: string
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
    salt: Uint8Array | null
    leaf_index: number
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
    signature: string
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
  retailer_idempotency: {
    retailer_id: string
    principal: string
    route: string
    key: string
    body_hash: string
    status: number | null
    body_sealed: Uint8Array | null
    taken_at: Date
  }
}

export type ClickVerdict = 'counted' | 'duplicate' | 'bot' | 'prefetch'
export type DeliveryState = 'received' | 'processed' | 'skipped' | 'parked'
export type OrderOutcome = 'waiting-for-payment' | 'credited' | 'not-credited'
/** signed: the order key has signed it; open: committed; dead: its deadline passed uncommitted. */
export type BatchRowState = 'signed' | 'open' | 'settled' | 'vetoed' | 'dead'
export type AmendmentState = 'signed' | 'done' | 'failed'
/** pending: no amendment carries it yet; debt: the batch matured first. */
export type ReductionState = 'pending' | 'signed' | 'done' | 'debt'
export type RewardChangeKind = 'earned' | 'reduced' | 'unreduced' | 'debt' | 'debt-cancelled' | 'vetoed' | 'uncommitted'
/** Accounts of the retailer's book; `outside` is everybody else. */
export type RetailerAccount = 'outside' | 'available' | 'reserved' | 'released'

/** Who was credited for an order, decided once, when its payment was first seen. */
export type StoredAttribution = {
  readonly recommenderId: string | null
  readonly programId: string | null
  readonly code: string | null
  readonly steps: Trace
}
