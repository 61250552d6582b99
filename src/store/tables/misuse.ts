// Rows of the retailer's family: rewards under review, and messages that were not used.

import type { MisuseVerdict } from '#domain/misuse/verdict.ts'
import type { RefusalReason, ReviewState } from '#domain/misuse/review.ts'
import type { ColumnType } from 'kysely'

export type MisuseTables = {
  retailer_reviews: {
    retailer_id: string
    review_id: string
    program_id: string
    order_id: string
    reward_id: string
    recommender_id: string
    verdicts: ColumnType<readonly MisuseVerdict[], string, string>
    state: ReviewState
    opened_at: Date
    due_at: Date
    decided_at: Date | null
    reason: RefusalReason | null
    /** The shop's own words; shown to nobody else. */
    note: string | null
  }
  retailer_misuse_notices: {
    retailer_id: string
    notice_id: string
    order_id: string
    verdict: ColumnType<MisuseVerdict, string, string>
    at: Date
  }
}
