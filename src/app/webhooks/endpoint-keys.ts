// The keys that an endpoint's webhooks are signed with: sealed at rest, two of them for a while after a change.

import type { Instant } from '#domain/order-facts.ts'
import type { WebhookEndpointRow } from '#ports/webhook-rows.ts'

import type { AppDeps } from '../deps.ts'

/** Random bytes of a key, within the 24 to 64 that Standard Webhooks 1.0.0 allows. */
const KEY_BYTES = 32

/** A new key, and sealed for its endpoint. */
export function newEndpointKey(
  { random, sealer }: Pick<AppDeps, 'random' | 'sealer'>,
  endpointId: string,
): { readonly key: Uint8Array; readonly sealed: Uint8Array } {
  const key = random.bytes(KEY_BYTES)
  return { key, sealed: sealer.seal(key, keyContext(endpointId)) }
}

/** The current key, and the one before it while its time lasts. */
export function endpointKeys(
  { sealer }: Pick<AppDeps, 'sealer'>,
  { endpointId, secretSealed, previousSecretSealed, previousUntil }: WebhookEndpointRow,
  now: Instant,
): readonly Uint8Array[] {
  const isBoth = previousSecretSealed !== null && previousUntil !== null && previousUntil > now
  const sealed = isBoth ? [secretSealed, previousSecretSealed] : [secretSealed]
  return sealed.map((one) => sealer.open(one, keyContext(endpointId)))
}

function keyContext(endpointId: string): string {
  return `webhook-endpoint:${endpointId}:secret`
}
