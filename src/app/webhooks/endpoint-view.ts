// A webhook endpoint as its shop sees it: never with its secret.

import type { Instant } from '#domain/order-facts.ts'
import type { ShopEventType } from '#domain/webhooks/shop-event.ts'
import type { WebhookEndpointRow } from '#ports/webhook-rows.ts'

export type WebhookEndpointView = {
  readonly endpointId: string
  readonly url: string
  readonly events: readonly ShopEventType[]
  readonly description: string | null
  readonly state: 'active' | 'disabled'
  readonly disabledReason: WebhookEndpointRow['disabledReason']
  readonly disabledAt: Instant | null
  /** Since when nothing has arrived; null while something does. */
  readonly failingSince: Instant | null
  /** Until when the secret before a change is signed with as well. */
  readonly previousUntil: Instant | null
  readonly createdAt: Instant
}

/** The view of an endpoint already read. */
export function viewEndpoint(row: WebhookEndpointRow): WebhookEndpointView {
  const { endpointId, url, events, description, disabledReason, disabledAt } = row
  return {
    endpointId,
    url,
    events,
    description,
    state: disabledAt === null ? 'active' : 'disabled',
    disabledReason,
    disabledAt,
    failingSince: row.failingSince,
    previousUntil: row.previousUntil,
    createdAt: row.createdAt,
  }
}
