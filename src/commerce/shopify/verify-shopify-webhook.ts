// Shopify's signature: HMAC-SHA256 over the raw body alone, base64, under the text of the secret. No header is signed,
// neither topic nor shop nor delivery id, and there is no timestamp: what a body means is read from the body, and a
// repeat is known by the order's and refund's own numbers.

import { Problem } from '#domain/problem.ts'
import type { WebhookRequest } from '#ports/commerce.ts'
import type { Macs } from '#ports/crypto.ts'
import { decodeBase64 } from '../base64.ts'

/** Makes a secret in the form of a shop's own webhook secret: the bytes in hex, used as text. */
export function shopifySecretFromBytes(bytes: Uint8Array): string {
  return bytes.toHex()
}

/** Returns when X-Shopify-Hmac-Sha256 fits the body under one of `secrets`; throws `signature_invalid` otherwise. */
export function verifyShopifyWebhook(macs: Macs, request: WebhookRequest, secrets: readonly string[]): void {
  const signature = decodeBase64(request.headers['x-shopify-hmac-sha256'] ?? '')
  const text = new TextEncoder()
  const fits =
    signature !== undefined &&
    secrets.some((secret) => macs.equal(signature, macs.hmacSha256(text.encode(secret), request.rawBody)))
  if (!fits) throw new Problem('signature_invalid')
}
