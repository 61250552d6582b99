// Rows of the retailer's family, third part: stories, products, pictures and discount codes.

import type { CouponState, Saving } from '#domain/coupon.ts'
import type { DisclosureVariant } from '#domain/disclosure.ts'
import type { ProductSource, StoryState } from '#domain/story.ts'
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
  retailer_pictures: {
    retailer_id: string
    picture_id: string
    recommender_id: string | null
    jpeg: Uint8Array
    width: number
    height: number
    created_at: Date
  }
  retailer_products: {
    retailer_id: string
    product_id: string
    program_id: string
    reference: string
    title: string
    url: string | null
    price_micros: bigint | null
    currency: string | null
    picture_id: string | null
    source: ProductSource
    recommender_id: string | null
    seen_at: Date
    created_at: Date
  }
  retailer_stories: {
    retailer_id: string
    code: string
    program_id: string
    recommender_id: string
    link_code: string
    title: string
    words: string
    picture_id: string | null
    disclosure: DisclosureVariant
    state: StoryState
    hidden_reason: string | null
    created_at: Date
  }
  retailer_story_products: {
    retailer_id: string
    code: string
    place: number
    product_id: string
  }
}
