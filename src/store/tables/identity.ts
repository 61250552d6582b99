// Rows of who may come in: sessions, passkeys, wallets, and challenges that were answered.

import type { JSONColumnType } from 'kysely'

/** What an API key may do, as JSON. */
export type StoredScopes = JSONColumnType<readonly string[]>

type StoredSession = {
  session_id: string
  token_hash: Uint8Array
  opened_by: string
  created_at: Date
  expires_at: Date
  last_used_on: string
}

export type IdentityTables = {
  retailer_sessions: StoredSession & { retailer_id: string }
  recommender_sessions: StoredSession & { recommender_id: string }
  recommender_passkeys: {
    recommender_id: string
    credential_id: string
    public_key: Uint8Array
    counter: bigint
    created_at: Date
  }
  recommender_passkey_owners: { recommender_id: string; owner_id: string }
  chain_wallets: { address: string; retailer_id: string; bound_at: Date }
  chain_spent_challenges: { challenge_hash: Uint8Array; expires_at: Date }
}
