// Sends what was sent before once more, under the same id: another delivery of the same event.

import { Problem } from '#domain/problem.ts'

import { ownWebhookDelivery } from './read-deliveries.ts'
import { newDelivery, type TellDeps } from './tell-shop.ts'

import type { WebhookDeliveryRow } from '#ports/webhook-rows.ts'

import type { AppDeps } from '../deps.ts'

/** The new delivery; throws `not_found`, also when its endpoint is gone, and `webhook_endpoint_disabled`. */
export async function resendWebhook(
  deps: TellDeps & Pick<AppDeps, 'retailers'>,
  { retailerId, deliveryId }: { readonly retailerId: string; readonly deliveryId: string },
): Promise<WebhookDeliveryRow> {
  return deps.retailers.transaction(retailerId, async (unit) => {
    const { endpointId, eventId, type } = await ownWebhookDelivery(unit, deliveryId)
    const endpoint = await unit.webhooks.endpoint(endpointId)
    if (!endpoint || !(await unit.webhooks.event(eventId))) throw new Problem('not_found')
    if (endpoint.disabledAt !== null) throw new Problem('webhook_endpoint_disabled')
    const now = deps.clock.now()
    const again = newDelivery(deps, unit, { endpointId, eventId, type, now })
    await unit.webhooks.insertDeliveries([again])
    const data = { retailerId, deliveryId: again.deliveryId, attempt: 1 }
    await unit.enqueue({ queue: 'send-webhook', data })
    return again
  })
}
