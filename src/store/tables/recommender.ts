// Rows of the recommender's family.

import type { RefusalCode } from '#domain/countersign/refusals.ts'
import type { DisclosureVariant } from '#domain/disclosure.ts'
import type { ColumnType, Generated } from 'kysely'

/** What a person's page says of one reward; amounts are decimal integers of micros in text. */
export type ProjectedReward = {
  readonly targetMicros: string
  readonly standingMicros: string
  readonly waitingMicros: string
  readonly debts?: readonly { readonly remainingMicros: string; readonly lapsesAt: number }[]
  readonly vetoed: boolean
  readonly isDeal?: boolean
  readonly setAside?: { readonly reason: RefusalCode; readonly until: number | null }
  readonly records: readonly {
    readonly pool: number
    readonly seq: number
    readonly tag: string
    readonly micros: string
    readonly reducedMicros: string
    readonly state: 'signed' | 'open' | 'settled' | 'vetoed' | 'dead'
    readonly maturesAtSeconds: number | null
  }[]
  readonly trace: readonly {
    readonly step: string
    readonly outcome: string
    readonly sentence: string
  }[]
}

export type RecommenderTables = {
  recommender_people: {
    recommender_id: string
    handle: string
    payee: string
    without_profile: Generated<boolean>
    created_at: Date
  }
  recommender_sign_ins: {
    recommender_id: string
    token_hash: Uint8Array
    created_at: Date
    revoked_at: Date | null
    /** The next use ends every other sign-in of the person. */
    takes_over: Generated<boolean>
  }
  recommender_links: {
    recommender_id: string
    code: string
    retailer_id: string
    program_id: string
    program_name: string
    shop_name: string
    created_at: Date
    disclosure: Generated<DisclosureVariant>
    campaign_id: string | null
    campaign_name: string | null
  }
  recommender_rewards: {
    recommender_id: string
    reward_id: string
    retailer_id: string
    program_id: string
    shop_name: string
    code: string
    body: ColumnType<ProjectedReward, string, string>
    ordered_at: Date
    updated_at: Date
  }
  recommender_unrewarded: {
    recommender_id: string
    order_id: string
    shop_name: string
    trace: ColumnType<ProjectedReward['trace'], string, string>
    ordered_at: Date
  }
  recommender_credits: {
    recommender_id: string
    credit_id: string
    position: bigint
    pool: number
    seq: number
    tag: string
    micros: bigint
    cumulative_micros: bigint
    at: Date
  }
  recommender_journal: {
    recommender_id: string
    entry_id: string
    kind: string
    debit: PayeeAccount
    credit: PayeeAccount
    micros: bigint
    chain_transaction: string
    at: Date
  }
  recommender_journal_balances: {
    recommender_id: string
    account: PayeeAccount
    micros: bigint
  }
}

/** Accounts of the payee's book, from final chain events only. */
export type PayeeAccount = 'credited' | 'owed' | 'paid'
