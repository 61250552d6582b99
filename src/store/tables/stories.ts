// Rows of the retailer's family, third part: stories, products, pictures and discount codes.

import type { CouponState, Saving } from '#domain/coupon.ts'
import type { JSONColumnType } from 'kysely'

export type StoryTables = {
  retailer_coupons: {
    retailer_id: string
    code: string
    shown_as: string
    program_id: string
    link_code: string | null
    recommender_id: string | null
    saving: JSONColumnType<Saving | null, string | null, string | null>
    state: CouponState
    asked_at: Date
    valid_at: Date | null
    ended_at: Date | null
  }
}
