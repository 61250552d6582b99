// The signature of an outgoing webhook, as Standard Webhooks 1.0.0 says: HMAC-SHA256 over id, timestamp and body.

import { stringToBytes } from 'viem/utils'

import type { Macs } from '#ports/crypto.ts'

export type SignedParts = {
  /** The event's id: the same at every attempt, so that a receiver knows a repeat. */
  readonly id: string
  readonly timestampSeconds: number
  readonly body: string
  /** Raw keys; the current one first. */
  readonly keys: readonly Uint8Array[]
}

/** The three headers; a signature for each key, with a space between. */
export function webhookHeaders(
  { hmacSha256 }: Pick<Macs, 'hmacSha256'>,
  { id, timestampSeconds, body, keys }: SignedParts,
): Record<string, string> {
  const signed = stringToBytes(`${id}.${timestampSeconds}.${body}`)
  const signatures = keys.map((key) => `v1,${base64(hmacSha256(key, signed))}`)
  return {
    'webhook-id': id,
    'webhook-timestamp': String(timestampSeconds),
    'webhook-signature': signatures.join(' '),
  }
}

/** A key as people keep it: `whsec_` and base64. */
export function webhookSecretText(key: Uint8Array): string {
  return `whsec_${base64(key)}`
}

function base64(bytes: Uint8Array): string {
  return bytes.toBase64()
}
