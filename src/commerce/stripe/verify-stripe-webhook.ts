// Stripe's signature (`Stripe-Signature: t=…,v1=…`): HMAC-SHA256 in hex over `t.body`, under the literal text of the
// secret, its `whsec_` included. Stripe's own library lets timestamps of the future pass; here they may be five minutes
// ahead at most.

import type { Instant } from '#domain/order-facts.ts'
import { Problem } from '#domain/problem.ts'
import type { WebhookRequest } from '#ports/commerce.ts'
import type { Macs } from '#ports/crypto.ts'
import { checkSignedTimestamp, isSignedTimestamp } from '../signed-timestamp.ts'

/** Entries looked at in one header: the instant, and one signature for each secret that is being replaced. */
const ENTRIES_MAX = 16

/** HMAC-SHA256 as Stripe writes it. */
const SIGNATURE = /^[0-9a-f]{64}$/

const SECRET = /^whsec_[\x21-\x7e]{16,200}$/

/** Makes a secret of Stripe's form; Stripe itself makes the one that a shop's endpoint signs with. */
export function stripeSecretFromBytes(bytes: Uint8Array): string {
  return `whsec_${bytes.toHex()}`
}

/** Why a pasted secret cannot be the signing secret of an endpoint of Stripe, or undefined. */
export function stripeSecretFault(secret: string): string | undefined {
  return SECRET.test(secret)
    ? undefined
    : 'must be the signing secret of the endpoint, which begins with whsec_'
}

/**
 * Returns when one `v1` signature fits one of `secrets` and the signed instant is within five minutes of `now`. Throws
 * `signature_invalid` for anything missing, ill-formed or wrong, and only then `timestamp_stale`.
 */
export function verifyStripeWebhook(
  macs: Macs,
  { headers, rawBody }: WebhookRequest,
  secrets: readonly string[],
  now: Instant,
): void {
  const entries = (headers['stripe-signature'] ?? '').split(',', ENTRIES_MAX).map((entry) => entry.trim())
  const timestamps = valuesOf(entries, 't=')
  const [timestamp = ''] = timestamps
  if (timestamps.length !== 1 || !isSignedTimestamp(timestamp)) throw new Problem('signature_invalid')

  const signatures = valuesOf(entries, 'v1=')
    .filter((value) => SIGNATURE.test(value))
    .map((value) => Uint8Array.fromHex(value))
  const signed = signedContent(timestamp, rawBody)
  const fits = secrets.some((secret) => {
    const expected = macs.hmacSha256(new TextEncoder().encode(secret), signed)
    return signatures.some((signature) => macs.equal(signature, expected))
  })
  if (!fits) throw new Problem('signature_invalid')
  checkSignedTimestamp(timestamp, now)
}

function valuesOf(entries: readonly string[], prefix: string): readonly string[] {
  return entries.filter((entry) => entry.startsWith(prefix)).map((entry) => entry.slice(prefix.length))
}

function signedContent(timestamp: string, rawBody: Uint8Array): Uint8Array {
  const head = new TextEncoder().encode(`${timestamp}.`)
  const content = new Uint8Array(head.length + rawBody.length)
  content.set(head)
  content.set(rawBody, head.length)
  return content
}
