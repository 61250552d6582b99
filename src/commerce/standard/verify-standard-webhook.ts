// Standard Webhooks 1.0.0: HMAC-SHA256 over `id.timestamp.body`, a tolerance of five minutes either way, several
// signatures and several secrets while one is being replaced.

import { invariant } from '#domain/invariant.ts'
import type { Instant } from '#domain/order-facts.ts'
import { Problem } from '#domain/problem.ts'
import type { WebhookRequest } from '#ports/commerce.ts'
import type { Macs } from '#ports/crypto.ts'
import { decodeBase64 } from '../base64.ts'
import { checkSignedTimestamp, isSignedTimestamp } from '../signed-timestamp.ts'

/** Signatures looked at in one header: a rotation needs two. */
const SIGNATURES_MAX = 8

/** Bounds of a secret's length in bytes (specification, "Symmetric"). */
const SECRET_BYTES_MIN = 24
const SECRET_BYTES_MAX = 64

const SECRET_PREFIX = 'whsec_'
const SIGNATURE_PREFIX = 'v1,'

const MESSAGE_ID = /^[\x21-\x7e]{1,256}$/

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
  if (!MESSAGE_ID.test(id) || !isSignedTimestamp(timestamp)) throw new Problem('signature_invalid')

  const signed = signedContent(id, timestamp, request.rawBody)
  const fits = secrets.some((secret) => {
    const expected = macs.hmacSha256(secretBytes(secret), signed)
    return signatures.some((signature) => macs.equal(signature, expected))
  })
  if (!fits) throw new Problem('signature_invalid')

  checkSignedTimestamp(timestamp, now)
}

/** The `v1` signatures of a space-separated list; other versions and ill-formed entries are no signatures to us. */
function presentedSignatures(header: string): readonly Uint8Array[] {
  return header
    .split(' ', SIGNATURES_MAX)
    .filter((entry) => entry.startsWith(SIGNATURE_PREFIX))
    .map((entry) => decodeBase64(entry.slice(SIGNATURE_PREFIX.length)))
    .filter((signature) => signature !== undefined)
}

/** Why a pasted secret is none of Standard Webhooks, or undefined. */
export function standardSecretFault(secret: string): string | undefined {
  const length = decodedSecret(secret)?.length ?? 0
  const fits = secret.startsWith(SECRET_PREFIX) && length >= SECRET_BYTES_MIN && length <= SECRET_BYTES_MAX
  return fits ? undefined : 'must be whsec_ and the base64 of 24 to 64 bytes'
}

function secretBytes(secret: string): Uint8Array {
  const bytes = decodedSecret(secret)
  invariant(bytes !== undefined, 'a stored Standard Webhooks secret has its form')
  return bytes
}

/** The bytes of a secret, with its prefix or without, as the specification's libraries take it. */
export function decodedSecret(secret: string): Uint8Array | undefined {
  return decodeBase64(secret.startsWith(SECRET_PREFIX) ? secret.slice(SECRET_PREFIX.length) : secret)
}

function signedContent(id: string, timestamp: string, rawBody: Uint8Array): Uint8Array {
  const head = new TextEncoder().encode(`${id}.${timestamp}.`)
  const content = new Uint8Array(head.length + rawBody.length)
  content.set(head)
  content.set(rawBody, head.length)
  return content
}
