// Rows of the chain's family: what is pinned, followed and sent. Nothing here names a person, an order or a shop but
// by its pool.

import type { ChainTransactionState } from '#ports/chain-transactions.ts'
import type { ColumnType } from 'kysely'

/** `numeric` leaves and enters node-postgres as text. */
type Numeric = ColumnType<string, string, string>

/** A ledger event's own fields; amounts are decimal integers of micros in text. */
export type StoredLedgerEvent = { readonly name: string } & Readonly<
  Record<string, string | number | boolean>
>

export type ChainTables = {
  chain_identity: {
    single_row: boolean
    chain_id: bigint
    ledger: string
    token: string
    ledger_code_hash: string
    deploy_block: bigint
    deploy_block_hash: string
    final_number: bigint | null
    pinned_at: Date
  }
  chain_blocks: {
    number: bigint
    hash: string
    parent_hash: string
    timestamp_seconds: bigint
    received_at: Date
  }
  chain_events: {
    block_number: bigint
    log_index: number
    block_hash: string
    block_timestamp_seconds: bigint
    transaction_hash: string
    payload: ColumnType<StoredLedgerEvent, string, string>
    applied_at: Date | null
  }
  chain_pools: { pool: number; retailer_id: string }
  chain_transactions: {
    key: string
    sender: string
    to_address: string
    data: string
    value_wei: Numeric
    after_key: string | null
    state: ChainTransactionState
    nonce: bigint | null
    hash: string | null
    raw: string | null
    hashes: string[]
    gas_limit: bigint | null
    max_fee_per_gas: ColumnType<string | null, string | null, string | null>
    max_priority_fee_per_gas: ColumnType<string | null, string | null, string | null>
    replacements: number
    mined_hash: string | null
    block_number: bigint | null
    block_hash: string | null
    gas_used: bigint | null
    succeeded: boolean | null
    refusal: string | null
    fence: bigint | null
    planned_at: Date
    postponed_until: Date | null
    signed_at: Date | null
    broadcast_at: Date | null
    mined_at: Date | null
    ended_at: Date | null
    nonce_taken_since: Date | null
  }
  chain_nonces: { sender: string; next_nonce: bigint; fence: bigint }
  chain_leaders: { lease: string; fence: bigint; taken_at: Date }
}
