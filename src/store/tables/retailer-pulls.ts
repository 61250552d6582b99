// Rows of the reading of connections. A query here always names retailer_id; a test reads the source for it.

import type { RetailerWithdrawalTables } from './retailer-withdrawals.ts'

export type RetailerPullTables = RetailerWithdrawalTables & {
  retailer_pulls: {
    retailer_id: string
    connection_id: string
    credentials_sealed: Uint8Array
    swept_since: Date | null
    newest_seen: Date | null
    place: string | null
    next_at: Date
    last_pulled_at: Date | null
    caught_up_at: Date | null
    last_error: string | null
    withheld: string | null
    failures: number
    messages: bigint
    claim_token: string | null
    claimed_until: Date | null
  }
}
