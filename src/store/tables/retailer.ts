// Rows of the retailer's family, first part. A query here always names retailer_id; a test reads the source for it.

import type { DisclosureVariant } from '#domain/disclosure.ts'
import type { OrderFact } from '#domain/order-facts.ts'
import type { Policy } from '#domain/policy.ts'
import type { FollowerEvidence } from '#domain/tier.ts'
import type { Platform } from '#ports/commerce.ts'
import type { Generated, JSONColumnType } from 'kysely'

import type { StoredScopes } from './identity.ts'
import type { RetailerPullTables } from './retailer-pulls.ts'

/** JSON that is written as text and read as parsed. */
type Json<Value extends object> = JSONColumnType<Value>

/** An order fact as stored, without its key; amounts are decimal integers of micros in text. */
export type StoredFact = {
  readonly kind: OrderFact['kind']
  readonly at: number
  readonly [field: string]: unknown
}

export type RetailerTables = RetailerPullTables & {
  retailer_profiles: {
    retailer_id: string
    name: string
    secret_sealed: Uint8Array
    created_at: Date
  }
  retailer_api_keys: {
    retailer_id: string
    key_id: string
    name: string
    scopes: StoredScopes
    secret_hash: Uint8Array
    created_at: Date
    expires_at: Date | null
    last_used_on: string | null
    revoked_at: Date | null
  }
  retailer_sign_ins: {
    retailer_id: string
    token_hash: Uint8Array
    created_at: Date
    expires_at: Date
    last_used_on: string | null
    revoked_at: Date | null
  }
  retailer_connections: {
    retailer_id: string
    connection_id: string
    platform: Platform
    currency: string
    secret_sealed: Uint8Array
    previous_secret_sealed: Uint8Array | null
    created_at: Date
    /** The platform or the shop made it. */
    secret_pasted: Generated<boolean>
    /** Until when the previous secret is taken; null where there never was one. */
    previous_secret_until: Date | null
    closed_at: Date | null
    /** The latest delivery whose signature did not fit, and why. */
    refused_at: Date | null
    refused_code: string | null
  }
  retailer_programs: {
    retailer_id: string
    program_id: string
    kind: Generated<'sales' | 'deals'>
    name: string
    shop_url: string
    policy_hash: string
    created_at: Date
  }
  retailer_policies: {
    retailer_id: string
    program_id: string
    policy_hash: string
    body: Json<Policy>
    effective_from: Date
  }
  retailer_pools: {
    retailer_id: string
    program_id: string
    owner_address: string
    owner_key_sealed: Uint8Array
    order_address: string
    /** Null where the retailer holds the order key itself. */
    order_key_sealed: Uint8Array | null
    min_hold_seconds: number
    reward_cap_micros: bigint
    rate_capacity_micros: bigint
    rate_micros_per_day: bigint
    /** Id on the ledger; null until the opening is final. */
    pool: number | null
    next_seq: number
    /** Owner on the ledger; null while it is owner_address, the managed key's. */
    handed_over_to: string | null
    asked_owner: string | null
    offered_to: string | null
    created_at: Date
  }
  retailer_fundings: {
    retailer_id: string
    funding_id: string
    program_id: string
    micros: bigint
    state: 'sent' | 'done'
    created_at: Date
  }
  retailer_enrollments: {
    retailer_id: string
    program_id: string
    recommender_id: string
    handle: string
    payee: string
    email_key: Uint8Array | null
    created_at: Date
    status: Generated<'active' | 'paused' | 'banned' | 'left'>
    status_at: Date | null
    followers: Generated<bigint>
    follower_evidence: Generated<FollowerEvidence>
    trusted: Generated<boolean>
    parent_recommender_id: string | null
    joined_via: string | null
    without_profile: Generated<boolean>
    email_domain_key: Uint8Array | null
  }
  retailer_links: {
    retailer_id: string
    code: string
    program_id: string
    recommender_id: string
    created_at: Date
    campaign_id: string | null
    disclosure: Generated<DisclosureVariant>
  }
  retailer_clicks: {
    retailer_id: string
    click_id: string
    code: string
    clicked_at: Date
    visitor_key: Uint8Array | null
    verdict: ClickVerdict
    /** The story and its product that led to the link, if any did. */
    story_code: string | null
    product_id: string | null
  }
  retailer_deliveries: {
    retailer_id: string
    connection_id: string
    body_hash: Uint8Array
    delivery_id: string
    platform: Platform
    /** What its sender calls it; null for those kept before topics were. */
    topic: string | null
    /** Read from the shop's interface, not sent by the shop. */
    is_pulled: boolean
    headers: Json<Record<string, string>>
    /** Null once its time is over. */
    body_sealed: Uint8Array | null
    state: DeliveryState
    outcome: string | null
    received_at: Date
    processed_at: Date | null
    attempts: number
  }
  retailer_orders: {
    retailer_id: string
    order_id: string
    connection_id: string
    external_id: string
    source_order: Uint8Array
    outcome: OrderOutcome
    reason: string
    attribution: JSONColumnType<StoredAttribution | null, string | null, string | null>
    program_id: string | null
    counted_seq: number | null
    updated_at: Date
    created_at: Date
    paid_at: Date | null
    customer_key: string | null
    buyer_key: string | null
    granted_micros: Generated<bigint>
    eligible_micros: bigint | null
  }
  retailer_order_names: {
    retailer_id: string
    connection_id: string
    name: string
    external_id: string
  }
  retailer_policy_versions: {
    retailer_id: string
    program_id: string
    version_no: number
    policy_hash: string
    effective_from: Date
    published_at: Date
  }
  retailer_customer_bindings: {
    retailer_id: string
    program_id: string
    buyer_key: string
    recommender_id: string
    code: string
    bound_at: Date
  }
  retailer_order_facts: {
    retailer_id: string
    order_id: string
    fact_key: string
    body: Json<StoredFact>
    delivery_id: string
    recorded_at: Date
  }
  retailer_erasures: {
    retailer_id: string
    recommender_id: string
    requested_at: Date
  }
  retailer_idempotency: {
    retailer_id: string
    principal: string
    route: string
    key: string
    body_hash: string
    status: number | null
    body_sealed: Uint8Array | null
    taken_at: Date
  }
}

export type ClickVerdict = 'counted' | 'duplicate' | 'bot' | 'prefetch' | 'embedded' | 'banned'
export type DeliveryState = 'received' | 'processed' | 'skipped' | 'parked'
export type OrderOutcome = 'waiting-for-payment' | 'waiting-for-rate' | 'credited' | 'not-credited'
/** Who was credited for an order, decided once, when its payment was first seen; amounts as text. */
export type StoredAttribution = {
  readonly outcome: 'credited' | 'not-credited'
  readonly [field: string]: unknown
}
