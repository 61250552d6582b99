// Rows of the retailer's family, fourth part: outgoing webhooks, and below what a pool is low.

import type { ShopEventType } from '#domain/webhooks/shop-event.ts'
import type { DisabledReason, WebhookDeliveryState } from '#ports/webhook-rows.ts'
import type { ColumnType } from 'kysely'

export type WebhookTables = {
  retailer_webhook_endpoints: {
    retailer_id: string
    endpoint_id: string
    url: string
    events: ColumnType<readonly ShopEventType[], string, string>
    description: string | null
    secret_sealed: Uint8Array
    previous_secret_sealed: Uint8Array | null
    previous_until: Date | null
    disabled_reason: DisabledReason | null
    disabled_at: Date | null
    failing_since: Date | null
    failures: number
    created_at: Date
  }
  retailer_webhook_events: {
    retailer_id: string
    event_id: string
    type: string
    once: string | null
    body: string
    at: Date
  }
  retailer_webhook_deliveries: {
    retailer_id: string
    delivery_id: string
    endpoint_id: string
    event_id: string
    type: string
    state: WebhookDeliveryState
    attempts: number
    next_at: Date | null
    created_at: Date
  }
  retailer_webhook_attempts: {
    retailer_id: string
    delivery_id: string
    attempt: number
    at: Date
    status: number | null
    reason: string | null
    milliseconds: number
  }
  retailer_low_marks: {
    retailer_id: string
    program_id: string
    micros: bigint
  }
}
