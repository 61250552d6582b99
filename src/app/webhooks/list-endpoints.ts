// The addresses at which a shop is told what happens.

import { retailerIdOf } from '#domain/ids.ts'
import { Problem } from '#domain/problem.ts'

import { viewEndpoint, type WebhookEndpointView } from './endpoint-view.ts'

import type { RetailerUnit } from '#ports/retailer-store.ts'
import type { WebhookEndpointRow } from '#ports/webhook-rows.ts'

import type { AppDeps } from '../deps.ts'

/** Oldest first. */
export async function listEndpoints(
  deps: Pick<AppDeps, 'retailers'>,
  { retailerId }: { readonly retailerId: string },
): Promise<readonly WebhookEndpointView[]> {
  const rows = await deps.retailers.transaction(retailerId, (unit) => unit.webhooks.endpoints())
  return rows.map(viewEndpoint)
}

/** Throws `not_found` for an unknown endpoint and for another retailer's, alike. */
export async function readEndpoint(
  deps: Pick<AppDeps, 'retailers'>,
  { retailerId, endpointId }: { readonly retailerId: string; readonly endpointId: string },
): Promise<WebhookEndpointView> {
  return deps.retailers.transaction(retailerId, async (unit) =>
    viewEndpoint(await ownEndpoint(unit, endpointId)),
  )
}

/** The endpoint, locked; throws `not_found`. */
export async function ownEndpoint(unit: RetailerUnit, endpointId: string): Promise<WebhookEndpointRow> {
  const row =
    retailerIdOf(endpointId) === unit.retailerId ? await unit.webhooks.lockEndpoint(endpointId) : undefined
  if (!row) throw new Problem('not_found')
  return row
}
