// The adapter for WooCommerce's webhooks.

import type { CommerceAdapter } from '#ports/commerce.ts'
import type { Macs } from '#ports/crypto.ts'
import { textSecretFromBytes } from '../body-mac.ts'
import { sampleOrder } from '../sample-orders.ts'
import { decodeWooWebhook } from './decode-woo-webhook.ts'
import { isWooPing, verifyWooWebhook, wooSecretFault } from './verify-woo-webhook.ts'

/** Verifies and decodes WooCommerce webhooks; refuses with `signature_invalid`, `body_malformed`, `input_invalid`. */
export function wooAdapter(macs: Macs): CommerceAdapter {
  return {
    platform: 'woocommerce',
    secretFromBytes: textSecretFromBytes,
    secretFault: wooSecretFault,
    isPing: isWooPing,
    topicOf: ({ headers }) => headers['x-wc-webhook-topic'],
    sampleOrder: (sample) => sampleOrder('woocommerce', sample),
    hearsRefusals: false,
    verify: (request, secrets) => verifyWooWebhook(macs, request, secrets),
    decode: decodeWooWebhook,
  }
}
