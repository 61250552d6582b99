// The adapter for Shopify's webhooks.

import type { CommerceAdapter } from '#ports/commerce.ts'
import type { Macs } from '#ports/crypto.ts'
import { textSecretFromBytes } from '../body-mac.ts'
import { sampleOrder } from '../sample-orders.ts'
import { decodeShopifyWebhook } from './decode-shopify-webhook.ts'
import { verifyShopifyWebhook } from './verify-shopify-webhook.ts'

/** Verifies and decodes Shopify webhooks; refuses with `signature_invalid`, `body_malformed`, `input_invalid`. */
export function shopifyAdapter(macs: Macs): CommerceAdapter {
  return {
    platform: 'shopify',
    secretFromBytes: textSecretFromBytes,
    secretFault: () => undefined,
    isPing: () => false,
    topicOf: ({ headers }) => headers['x-shopify-topic'],
    sampleOrder: (sample) => sampleOrder('shopify', sample),
    hearsRefusals: false,
    verify: (request, secrets) => verifyShopifyWebhook(macs, request, secrets),
    decode: decodeShopifyWebhook,
  }
}
