// Reads what a shop tells of its orders.

import type { DecodedDelivery, WebhookRequest } from '#ports/commerce.ts'
import { readJsonBody } from '../read-json-body.ts'

/** Decodes a verified body; throws `body_malformed` or `input_invalid` for what is no JSON. */
export function decodeWooWebhook(request: WebhookRequest): DecodedDelivery {
  readJsonBody(request.rawBody)
  return { kind: 'skipped', rule: 'Nothing of it is read.' }
}
