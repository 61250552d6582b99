// Puts what happened into the outbox, for the endpoints that asked for it, in the database transaction of what happened.

import { shopEventBody, type ShopEvent } from '#domain/webhooks/shop-event.ts'

import { newId } from '../new-id.ts'

import type { RetailerUnit } from '#ports/retailer-store.ts'
import type { WebhookDeliveryRow, WebhookEventRow } from '#ports/webhook-rows.ts'

import type { AppDeps } from '../deps.ts'

export type TellDeps = Pick<AppDeps, 'clock' | 'random'>

/** `once` names what may be told by a job that runs again; what a database transaction tells needs none. */
export type Telling = { readonly event: ShopEvent; readonly once?: string }

/** Tells of some kinds of events; `gather` is asked for them only when somebody listens to one of these kinds. */
export async function tellShop(
  deps: TellDeps,
  unit: RetailerUnit,
  types: readonly ShopEvent['type'][],
  gather: () => Promise<readonly Telling[]>,
): Promise<void> {
  const listening = (await unit.webhooks.listening()).filter(({ events }) =>
    events.some((type) => types.includes(type)),
  )
  if (listening.length === 0) return
  const now = deps.clock.now()
  const tellings = (await gather()).filter(({ event }) =>
    listening.some(({ events }) => hears(events, event.type)),
  )
  const rows = tellings.map((telling) => eventRow(deps, unit, telling))
  const isNew = await unit.webhooks.insertEvents(rows)
  const deliveries = rows
    .filter(({ eventId }) => isNew.has(eventId))
    .flatMap(({ eventId, type }) =>
      listening
        .filter(({ events }) => hears(events, type))
        .map(({ endpointId }) => newDelivery(deps, unit, { endpointId, eventId, type, now })),
    )
  await unit.webhooks.insertDeliveries(deliveries)
  await unit.enqueueAll(
    'send-webhook',
    deliveries.map(({ deliveryId }) => ({ retailerId: unit.retailerId, deliveryId, attempt: 1 })),
  )
}

/** An event as it is kept and sent. */
export function eventRow(deps: TellDeps, unit: RetailerUnit, { event, once }: Telling): WebhookEventRow {
  return {
    eventId: newId(deps, unit.retailerId),
    type: event.type,
    once: once ?? null,
    body: shopEventBody(event),
    at: event.at,
  }
}

/** A delivery that waits for its first attempt, which is due at once. */
export function newDelivery(
  deps: TellDeps,
  unit: RetailerUnit,
  {
    endpointId,
    eventId,
    type,
    now,
  }: Pick<WebhookDeliveryRow, 'endpointId' | 'eventId' | 'type'> & { readonly now: number },
): WebhookDeliveryRow {
  return {
    deliveryId: newId(deps, unit.retailerId),
    endpointId,
    eventId,
    type,
    state: 'waiting',
    attempts: 0,
    nextAt: now,
    createdAt: now,
  }
}

function hears(events: readonly string[], type: string): boolean {
  return events.includes(type)
}
