// What a shop changes of an endpoint: its address, what it asks for, whether it is on, its secret; or it goes.

import { DAY_MS } from '#domain/time.ts'

import { checkUrl } from './add-endpoint.ts'
import { newEndpointKey } from './endpoint-keys.ts'
import { viewEndpoint, type WebhookEndpointView } from './endpoint-view.ts'
import { ownEndpoint } from './list-endpoints.ts'
import { webhookSecretText } from './sign-webhook.ts'

import type { Instant } from '#domain/order-facts.ts'
import type { ShopEventType } from '#domain/webhooks/shop-event.ts'
import type { RetailerUnit } from '#ports/retailer-store.ts'

import type { AsRead } from '../as-read.ts'
import type { AppDeps } from '../deps.ts'

/** Milliseconds that the secret before a change is signed with too: a day, to put the new one in place. */
const BOTH_SECRETS_MS = DAY_MS

type EndpointRef = { readonly retailerId: string; readonly endpointId: string }

export type EndpointChange = {
  readonly url?: string
  readonly events?: readonly ShopEventType[]
  readonly description?: string | null
  readonly state?: 'active' | 'disabled'
}

/** The endpoint as it is then; throws `not_found`, `webhook_url_refused` and what `asRead` does. What is not named stays. */
export async function changeEndpoint(
  deps: Pick<AppDeps, 'retailers' | 'clock' | 'webhooks'>,
  {
    retailerId,
    endpointId,
    change,
    asRead,
  }: EndpointRef & {
    readonly change: EndpointChange
    readonly asRead?: AsRead<WebhookEndpointView> | undefined
  },
): Promise<WebhookEndpointView> {
  const { state, ...words } = change
  if (words.url !== undefined) checkUrl(deps, words.url)
  return deps.retailers.transaction(retailerId, async (unit) => {
    const row = await ownEndpoint(unit, endpointId)
    asRead?.(viewEndpoint(row))
    const isOn = row.disabledAt === null
    // Switched on again, it begins anew; what failed before counts for nothing.
    const switched =
      state === undefined || isOn === (state === 'active')
        ? {}
        : state === 'active'
          ? { disabledReason: null, disabledAt: null, failingSince: null, failures: 0 }
          : { disabledReason: 'asked' as const, disabledAt: deps.clock.now() }
    if (Object.keys({ ...words, ...switched }).length > 0)
      await unit.webhooks.updateEndpoint(endpointId, { ...words, ...switched })
    return readBack(unit, endpointId)
  })
}

/** A new secret, shown here alone; the one before it goes on being signed with for a day. */
export async function rotateEndpoint(
  deps: Pick<AppDeps, 'retailers' | 'clock' | 'random' | 'sealer'>,
  { retailerId, endpointId }: EndpointRef,
): Promise<{ readonly endpointId: string; readonly secret: string; readonly previousUntil: Instant }> {
  const { key, sealed } = newEndpointKey(deps, endpointId)
  const previousUntil = deps.clock.now() + BOTH_SECRETS_MS
  await deps.retailers.transaction(retailerId, async (unit) => {
    const { secretSealed: previousSecretSealed } = await ownEndpoint(unit, endpointId)
    const change = { secretSealed: sealed, previousSecretSealed, previousUntil }
    await unit.webhooks.updateEndpoint(endpointId, change)
  })
  return { endpointId, secret: webhookSecretText(key), previousUntil }
}

/** Removes an endpoint; what waits to be sent to it is stopped when its turn comes. */
export async function removeEndpoint(
  deps: Pick<AppDeps, 'retailers'>,
  { retailerId, endpointId }: EndpointRef,
): Promise<void> {
  await deps.retailers.transaction(retailerId, async (unit) => {
    await ownEndpoint(unit, endpointId)
    await unit.webhooks.removeEndpoint(endpointId)
  })
}

async function readBack(unit: RetailerUnit, endpointId: string): Promise<WebhookEndpointView> {
  return viewEndpoint(await ownEndpoint(unit, endpointId))
}
