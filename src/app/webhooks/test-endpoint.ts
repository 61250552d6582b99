// Tries an endpoint: one event that says nothing happened, sent at once and once, also to one that is switched off.

import { TEST_EVENT_TYPE } from '#domain/webhooks/shop-event.ts'

import { ownEndpoint } from './list-endpoints.ts'
import { readWebhookDelivery, type WebhookDeliveryDetail } from './read-deliveries.ts'
import { sendWebhook, type SendWebhookDeps } from './send-webhook.ts'
import { eventRow, newDelivery } from './tell-shop.ts'

/** How the attempt went; throws `not_found`. */
export async function testEndpoint(
  deps: SendWebhookDeps,
  { retailerId, endpointId }: { readonly retailerId: string; readonly endpointId: string },
): Promise<WebhookDeliveryDetail> {
  const now = deps.clock.now()
  const deliveryId = await deps.retailers.transaction(retailerId, async (unit) => {
    await ownEndpoint(unit, endpointId)
    const event = { type: TEST_EVENT_TYPE, at: now, data: { endpointId } } as const
    const row = eventRow(deps, unit, { event })
    await unit.webhooks.insertEvents([row])
    const delivery = newDelivery(deps, unit, { endpointId, eventId: row.eventId, type: row.type, now })
    await unit.webhooks.insertDeliveries([delivery])
    return delivery.deliveryId
  })
  await sendWebhook(deps, { retailerId, deliveryId, attempt: 1 })
  return readWebhookDelivery(deps, { retailerId, deliveryId })
}
