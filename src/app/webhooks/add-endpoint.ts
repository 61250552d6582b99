// An address at which a shop wants to be told what happens, with a secret of its own.

import { Problem } from '#domain/problem.ts'

import { newId } from '../new-id.ts'
import { newEndpointKey } from './endpoint-keys.ts'
import { viewEndpoint, type WebhookEndpointView } from './endpoint-view.ts'
import { webhookSecretText } from './sign-webhook.ts'

import type { ShopEventType } from '#domain/webhooks/shop-event.ts'

import type { AppDeps } from '../deps.ts'

/** Endpoints of a shop at most: each event is sent to every one. */
export const ENDPOINTS_MAX = 10

export type AddEndpointDeps = Pick<AppDeps, 'retailers' | 'random' | 'clock' | 'sealer' | 'webhooks'>

export type AddEndpointInput = {
  readonly retailerId: string
  readonly url: string
  /** At least one. */
  readonly events: readonly ShopEventType[]
  readonly description: string | null
}

/** The endpoint and, here alone, its secret; throws `webhook_url_refused` and `webhook_endpoints_exhausted`. */
export async function addEndpoint(
  deps: AddEndpointDeps,
  { retailerId, url, events, description }: AddEndpointInput,
): Promise<WebhookEndpointView & { readonly secret: string }> {
  checkUrl(deps, url)
  const endpointId = newId(deps, retailerId)
  const { key, sealed } = newEndpointKey(deps, endpointId)
  const row = {
    endpointId,
    url,
    events,
    description,
    secretSealed: sealed,
    previousSecretSealed: null,
    previousUntil: null,
    disabledReason: null,
    disabledAt: null,
    failingSince: null,
    failures: 0,
    createdAt: deps.clock.now(),
  }
  await deps.retailers.transaction(retailerId, async (unit) => {
    const { length } = await unit.webhooks.endpoints()
    if (length >= ENDPOINTS_MAX) throw new Problem('webhook_endpoints_exhausted', { most: ENDPOINTS_MAX })
    await unit.webhooks.insertEndpoint(row)
  })
  return { ...viewEndpoint(row), secret: webhookSecretText(key) }
}

/** Throws `webhook_url_refused` with a `reason` for an address that is never sent to. */
export function checkUrl({ webhooks }: Pick<AppDeps, 'webhooks'>, url: string): void {
  const reason = webhooks.refusal(url)
  if (reason !== undefined) throw new Problem('webhook_url_refused', { reason })
}
