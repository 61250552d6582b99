// Standard Webhooks 1.0.0: HMAC-SHA256 over `id.timestamp.body`, a tolerance of five minutes either way, several
// signatures and several secrets while one is being replaced.

import { invariant } from '#domain/invariant.ts'
import type { Instant } from '#domain/order-facts.ts'
import { Problem } from '#domain/problem.ts'
import { SECOND_MS } from '#domain/time.ts'
import type { WebhookRequest } from '#ports/commerce.ts'
import type { Macs } from '#ports/crypto.ts'
import { decodeBase64 } from '../base64.ts'

/** How far the signed timestamp may be from now, in seconds, either way: five minutes, as the specification's libraries. */
export const TIMESTAMP_TOLERANCE_SECONDS = 300

/** Signatures looked at in one header: a rotation needs two. */
const SIGNATURES_MAX = 8

/** Bounds of a secret's length in bytes (specification, "Symmetric"). */
const SECRET_BYTES_MIN = 24
const SECRET_BYTES_MAX = 64

const SECRET_PREFIX = 'whsec_'
const SIGNATURE_PREFIX = 'v1,'

const MESSAGE_ID = /^[\x21-\x7e]{1,256}$/

/** Seconds since 1970 in canonical form, so that one signed text means one instant. */
const TIMESTAMP = /^(0|[1-9]\d{0,11})$/

/** Makes a secret from 32 random bytes: `whsec_<base64>`. */
export function standardSecretFromBytes(bytes: Uint8Array): string {
  invariant(
    bytes.length >= SECRET_BYTES_MIN && bytes.length <= SECRET_BYTES_MAX,
    'a Standard Webhooks secret has 24 to 64 bytes',
  )
  return SECRET_PREFIX + bytes.toBase64()
}

/**
 * Returns when one `v1` signature fits one of `secrets` and the signed timestamp is within the tolerance of `now`.
 * Throws `signature_invalid` for anything missing, ill-formed or wrong, and only then `timestamp_stale`: nobody without
 * the secret learns about the clock.
 */
export function verifyStandardWebhook(
  macs: Macs,
  request: WebhookRequest,
  secrets: readonly string[],
  now: Instant,
): void {
  const id = request.headers['webhook-id'] ?? ''
  const timestamp = request.headers['webhook-timestamp'] ?? ''
  const signatures = presentedSignatures(request.headers['webhook-signature'] ?? '')
  if (!MESSAGE_ID.test(id) || !TIMESTAMP.test(timestamp)) throw new Problem('signature_invalid')

  const signed = signedContent(id, timestamp, request.rawBody)
  const fits = secrets.some((secret) => {
    const expected = macs.hmacSha256(secretBytes(secret), signed)
    return signatures.some((signature) => macs.equal(signature, expected))
  })
  if (!fits) throw new Problem('signature_invalid')

  const distanceSeconds = Math.abs(Math.floor(now / SECOND_MS) - Number(timestamp))
  if (distanceSeconds > TIMESTAMP_TOLERANCE_SECONDS) throw new Problem('timestamp_stale')
}

/** The `v1` signatures of a space-separated list; other versions and ill-formed entries are no signatures to us. */
function presentedSignatures(header: string): readonly Uint8Array[] {
  return header
    .split(' ', SIGNATURES_MAX)
    .filter((entry) => entry.startsWith(SIGNATURE_PREFIX))
    .map((entry) => decodeBase64(entry.slice(SIGNATURE_PREFIX.length)))
    .filter((signature) => signature !== undefined)
}

function secretBytes(secret: string): Uint8Array {
  const bytes = secret.startsWith(SECRET_PREFIX)
    ? decodeBase64(secret.slice(SECRET_PREFIX.length))
    : undefined
  invariant(
    bytes !== undefined && bytes.length >= SECRET_BYTES_MIN && bytes.length <= SECRET_BYTES_MAX,
    'a stored Standard Webhooks secret has its form',
  )
  return bytes
}

function signedContent(id: string, timestamp: string, rawBody: Uint8Array): Uint8Array {
  const head = new TextEncoder().encode(`${id}.${timestamp}.`)
  const content = new Uint8Array(head.length + rawBody.length)
  content.set(head)
  content.set(rawBody, head.length)
  return content
}
