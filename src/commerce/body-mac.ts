// The signature of platforms that sign the raw body alone: base64 of HMAC-SHA256 under the text of the secret.

import { Problem } from '#domain/problem.ts'
import type { Macs } from '#ports/crypto.ts'
import { decodeBase64 } from './base64.ts'

/** Makes a secret of a form that every such platform takes: the bytes in hex, used as text. */
export function textSecretFromBytes(bytes: Uint8Array): string {
  return bytes.toHex()
}

/** Returns when `signature` (base64) fits the body under one of `secrets`; throws `signature_invalid` otherwise. */
export function verifyBodyMac(
  macs: Macs,
  { signature, rawBody }: { readonly signature: string | undefined; readonly rawBody: Uint8Array },
  secrets: readonly string[],
): void {
  const presented = decodeBase64(signature ?? '')
  const text = new TextEncoder()
  const fits =
    presented !== undefined &&
    secrets.some((secret) => macs.equal(presented, macs.hmacSha256(text.encode(secret), rawBody)))
  if (!fits) throw new Problem('signature_invalid')
}
