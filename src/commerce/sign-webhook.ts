// Signs a message as a platform would, for trying a connection out.

import type { Instant } from '#domain/order-facts.ts'
import { SECOND_MS } from '#domain/time.ts'
import type { Platform } from '#ports/commerce.ts'
import type { Macs } from '#ports/crypto.ts'
import type { SampleRequest } from './sample-orders.ts'
import { decodedSecret } from './standard/verify-standard-webhook.ts'

/** What a message is signed with. */
export type Signing = { readonly secret: string; readonly messageId: string; readonly at: Instant }

/** The headers of a signed message, names in small letters. */
export function signWebhook(
  macs: Macs,
  platform: Platform,
  { topic, body }: SampleRequest,
  { secret, messageId, at }: Signing,
): Readonly<Record<string, string>> {
  const text = new TextEncoder()
  const seconds = String(Math.floor(at / SECOND_MS))
  const type = { 'content-type': 'application/json' }
  const bodyMac = () => base64(macs.hmacSha256(text.encode(secret), text.encode(body)))
  switch (platform) {
    case 'shopify':
      return { ...type, 'x-shopify-topic': topic, 'x-shopify-hmac-sha256': bodyMac() }
    case 'woocommerce':
      return { ...type, 'x-wc-webhook-topic': topic, 'x-wc-webhook-signature': bodyMac() }
    case 'stripe': {
      const mac = macs.hmacSha256(text.encode(secret), text.encode(`${seconds}.${body}`))
      return { ...type, 'stripe-signature': `t=${seconds},v1=${new Uint8Array(mac).toHex()}` }
    }
    case 'standard': {
      const key = decodedSecret(secret) ?? new Uint8Array()
      const mac = macs.hmacSha256(key, text.encode(`${messageId}.${seconds}.${body}`))
      const signature = `v1,${base64(mac)}`
      return {
        ...type,
        'webhook-id': messageId,
        'webhook-timestamp': seconds,
        'webhook-signature': signature,
      }
    }
  }
}

function base64(bytes: Uint8Array): string {
  return new Uint8Array(bytes).toBase64()
}
