// Rows beside the chain's event log.

import type { AuditSummary } from '#ports/chain-books.ts'
import type { ColumnType, JSONColumnType } from 'kysely'

export type ChainBookTables = {
  chain_batches: {
    pool: number
    seq: number
    records: string
    amendments: JSONColumnType<{ eventId: string; reductions: string }[]>
  }
  chain_audits: {
    audited_at: Date
    body: ColumnType<AuditSummary, string, string>
  }
  chain_retailers: { retailer_id: string }
  chain_senders: { address: string; retailer_id: string; program_id: string }
  chain_deferred_payees: {
    payee: string
    attempts: number
    next_attempt_at: Date
  }
}
