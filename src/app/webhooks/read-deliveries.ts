// What a shop was told, newest first, and how each attempt at it went.

import { retailerIdOf } from '#domain/ids.ts'
import { Problem } from '#domain/problem.ts'

import type { RetailerUnit } from '#ports/retailer-store.ts'
import type { WebhookAttemptRow, WebhookDeliveryRow, WebhookDeliveryState } from '#ports/webhook-rows.ts'

import type { AppDeps } from '../deps.ts'
import type { Page } from '../views.ts'

/** A delivery with how its last attempt went, all null before the first. */
export type WebhookDeliveryView = WebhookDeliveryRow & {
  readonly status: number | null
  readonly reason: string | null
  readonly milliseconds: number | null
}

export type WebhookDeliveryDetail = WebhookDeliveryView & {
  /** Exactly as it is sent. */
  readonly body: string
  readonly log: readonly WebhookAttemptRow[]
}

type DeliveriesInput = {
  readonly retailerId: string
  readonly limit: number
  readonly after?: string | undefined
  readonly endpointId?: string | undefined
  readonly state?: WebhookDeliveryState | undefined
}

/** At most `limit` of them; of one endpoint or in one state when asked. */
export async function listWebhookDeliveries(
  deps: Pick<AppDeps, 'retailers'>,
  { retailerId, limit, after, endpointId, state }: DeliveriesInput,
): Promise<Page<WebhookDeliveryView>> {
  const rows = await deps.retailers.transaction(retailerId, (unit) =>
    unit.webhooks.deliveries({ limit: limit + 1, after, endpointId, state }),
  )
  const data = rows.slice(0, limit).map(({ last, ...row }) => withLast(row, last))
  return { data, next: rows.length > limit ? (data.at(-1)?.deliveryId ?? null) : null }
}

/** Throws `not_found` for an unknown delivery and for another retailer's, alike. */
export async function readWebhookDelivery(
  deps: Pick<AppDeps, 'retailers'>,
  { retailerId, deliveryId }: { readonly retailerId: string; readonly deliveryId: string },
): Promise<WebhookDeliveryDetail> {
  return deps.retailers.transaction(retailerId, async (unit) => {
    const row = await ownWebhookDelivery(unit, deliveryId)
    const event = await unit.webhooks.event(row.eventId)
    const log = await unit.webhooks.attempts(deliveryId)
    return { ...withLast(row, log.at(-1)), body: event?.body ?? '', log }
  })
}

/** The delivery; throws `not_found`. */
export async function ownWebhookDelivery(
  unit: RetailerUnit,
  deliveryId: string,
): Promise<WebhookDeliveryRow> {
  const row =
    retailerIdOf(deliveryId) === unit.retailerId ? await unit.webhooks.delivery(deliveryId) : undefined
  if (!row) throw new Problem('not_found')
  return row
}

function withLast(row: WebhookDeliveryRow, last: WebhookAttemptRow | undefined): WebhookDeliveryView {
  return {
    ...row,
    status: last?.status ?? null,
    reason: last?.reason ?? null,
    milliseconds: last?.milliseconds ?? null,
  }
}
