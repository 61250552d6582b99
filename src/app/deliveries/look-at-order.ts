// A message that an order was deleted says no instant and is the same each time, so an old one can be sent again. Where the
// shop lets us read it, the order itself is looked at, outside of any database transaction, and what is there counts.

import { Problem } from '#domain/problem.ts'
import { ShopApiFailure } from '#ports/shop-api.ts'

import { openCredentials } from '../pulls/credentials.ts'

import type { DecodedDelivery, WebhookRequest } from '#ports/commerce.ts'
import type { DeliveryRow } from '#ports/delivery-rows.ts'
import type { RetailerUnit } from '#ports/retailer-store.ts'

import type { AppDeps } from '../deps.ts'

type DecodedFacts = Extract<DecodedDelivery, { kind: 'facts' }>

/** An order that has to be looked at before its message is believed. */
export type OrderLook = Pick<DeliveryRow, 'connectionId'> & {
  readonly externalOrderId: string
  readonly credentialsSealed: Uint8Array
}

/** The order as the shop has it; `gone` when it has none, `unknown` when it did not say. */
export type SeenOrder = WebhookRequest | 'gone' | 'unknown'

/** What to look at before `decoded` counts; undefined when it says all by itself, or nothing lets us read the shop. */
export async function lookFor(
  unit: RetailerUnit,
  { connectionId, platform }: Pick<DeliveryRow, 'connectionId' | 'platform'>,
  { externalOrderId, facts }: DecodedFacts,
): Promise<OrderLook | undefined> {
  if (platform !== 'woocommerce' || !facts.some(({ kind }) => kind === 'deleted')) return undefined
  const credentialsSealed = await unit.pulls.credentials(connectionId)
  return credentialsSealed && { connectionId, externalOrderId, credentialsSealed }
}

/** Looks; a shop that does not answer leaves it `unknown`. */
export async function lookAtOrder(
  deps: Pick<AppDeps, 'sealer' | 'shopApis' | 'log'>,
  { connectionId, externalOrderId, credentialsSealed }: OrderLook,
): Promise<SeenOrder> {
  const credentials = openCredentials(deps, connectionId, credentialsSealed)
  if (credentials.platform !== 'woocommerce') return 'unknown'
  try {
    return await deps.shopApis.woocommerce.find(credentials, externalOrderId)
  } catch (error) {
    if (!(error instanceof ShopApiFailure)) throw error
    const { kind, message } = error
    deps.log.warn('a deleted order could not be looked at', { connectionId, kind, reason: message })
    return 'unknown'
  }
}

/** The message with what the shop has in place of what it says; as it is where the shop did not say. */
export function believedOf(
  { commerce }: Pick<AppDeps, 'commerce'>,
  told: DecodedFacts,
  seen: SeenOrder,
): DecodedDelivery {
  if (seen === 'unknown') return told
  if (seen === 'gone') return { ...told, facts: [{ kind: 'deleted', isGone: true }] }
  try {
    return commerce.woocommerce.decode(seen)
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    return told
  }
}
