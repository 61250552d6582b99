// The name of a message whose body says it, as Standard Webhooks and Stripe do.

import type { WebhookRequest } from '#ports/commerce.ts'
import { readJsonBody } from './read-json-body.ts'

/** What names of messages look like; anything else is no name. */
const TYPE = /^[a-z0-9_.]{1,64}$/

/** The body's `type`; undefined when there is none, or when the body cannot be read. */
export function typeOfBody({ rawBody }: WebhookRequest): string | undefined {
  const body = readOrNothing(rawBody)
  const type: unknown = typeof body === 'object' && body !== null && 'type' in body ? body.type : undefined
  return typeof type === 'string' && TYPE.test(type) ? type : undefined
}

function readOrNothing(rawBody: Uint8Array): unknown {
  try {
    return readJsonBody(rawBody)
  } catch {
    return undefined
  }
}
