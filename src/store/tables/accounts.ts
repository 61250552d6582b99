// Rows of passkey accounts and of what is told to them.

import type { ColumnType } from 'kysely'

/** An instruction; numbers above 53 bits are decimal text. */
export type StoredInstruction = Readonly<Record<string, unknown>>

export type AccountTables = {
  recommender_accounts: {
    recommender_id: string
    key_x: string
    key_y: string
    recovery_x: string
    recovery_y: string
    created_at: Date
  }
  recommender_instructions: {
    recommender_id: string
    instruction_id: string
    account: string
    body: ColumnType<StoredInstruction, string, string>
    digest: string
    state: string
    signature: string | null
    from_block: bigint
    ready_at_seconds: bigint | null
    attempt: number
    try_after_seconds: bigint | null
    refusal: string | null
    asked_at: Date
  }
}
