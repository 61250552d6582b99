// Rows of the retailer's family: money taken back from pools, and programs that end.

import type { WithdrawalState } from '#ports/withdrawal-rows.ts'
import type { Generated } from 'kysely'

import type { RetailerLedgerTables } from './retailer-ledger.ts'

export type RetailerWithdrawalTables = RetailerLedgerTables & {
  retailer_withdrawals: {
    retailer_id: string
    withdrawal_id: string
    program_id: string
    micros: bigint
    pays_to: string
    state: WithdrawalState
    asked_at: Date
    /** When the ledger's notice is over, by the chain's clock; null before it has answered. */
    ready_at_seconds: bigint | null
    /** What the ledger paid to the pool's owner. */
    paid_micros: bigint | null
    attempt: Generated<number>
    try_after: Date | null
  }
  retailer_closings: {
    retailer_id: string
    program_id: string
    last_order_at: Date
    pays_to: string
    asked_at: Date
    done_at: Date | null
  }
}
