// Reads what a shop tells of its orders.

import type { DecodedDelivery } from '#ports/commerce.ts'
import { readJsonBody } from '../read-json-body.ts'

/** Decodes a verified body; throws `body_malformed` or `input_invalid` for what is no JSON. */
export function decodeStripeEvent(rawBody: Uint8Array): DecodedDelivery {
  readJsonBody(rawBody)
  return { kind: 'skipped', rule: 'Nothing of it is read.' }
}
