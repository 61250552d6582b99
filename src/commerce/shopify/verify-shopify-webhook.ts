// Shopify's signature: HMAC-SHA256 over the raw body alone, base64, under the text of the secret. No header is signed,
// neither topic nor shop nor delivery id, and there is no timestamp: what a body means is read from the body, and a
// repeat is known by the order's and refund's own numbers.

import type { WebhookRequest } from '#ports/commerce.ts'
import type { Macs } from '#ports/crypto.ts'
import { verifyBodyMac } from '../body-mac.ts'

/** Returns when X-Shopify-Hmac-Sha256 fits the body under one of `secrets`; throws `signature_invalid` otherwise. */
export function verifyShopifyWebhook(macs: Macs, request: WebhookRequest, secrets: readonly string[]): void {
  const { headers, rawBody } = request
  verifyBodyMac(macs, { signature: headers['x-shopify-hmac-sha256'], rawBody }, secrets)
}
