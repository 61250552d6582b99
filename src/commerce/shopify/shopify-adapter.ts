// The adapter for Shopify's webhooks.

import type { CommerceAdapter } from '#ports/commerce.ts'
import type { Macs } from '#ports/crypto.ts'
import { decodeShopifyWebhook } from './decode-shopify-webhook.ts'
import { shopifySecretFromBytes, verifyShopifyWebhook } from './verify-shopify-webhook.ts'

/** Verifies and decodes Shopify webhooks; refuses with `signature_invalid`, `body_malformed`, `input_invalid`. */
export function shopifyAdapter(macs: Macs): CommerceAdapter {
  return {
    platform: 'shopify',
    secretFromBytes: shopifySecretFromBytes,
    verify: (request, secrets) => verifyShopifyWebhook(macs, request, secrets),
    decode: decodeShopifyWebhook,
  }
}
