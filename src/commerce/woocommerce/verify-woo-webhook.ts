// WooCommerce's signature: HMAC-SHA256 over the raw body alone, base64, under the text of the secret. No header is
// signed and there is no timestamp. When a webhook is saved, WooCommerce first sends an unsigned form body and keeps the
// webhook only if that is answered with exactly 200.

import type { WebhookRequest } from '#ports/commerce.ts'
import type { Macs } from '#ports/crypto.ts'
import { verifyBodyMac } from '../body-mac.ts'

/** `webhook_id=` and the shop's own number of the webhook; nothing else is a ping. */
const PING = /^webhook_id=\d{1,10}$/

/** Longest ping, in bytes. */
const PING_LENGTH_MAX = 32

/** Returns when X-WC-Webhook-Signature fits the body under one of `secrets`; throws `signature_invalid` otherwise. */
export function verifyWooWebhook(macs: Macs, request: WebhookRequest, secrets: readonly string[]): void {
  const { headers, rawBody } = request
  verifyBodyMac(macs, { signature: headers['x-wc-webhook-signature'], rawBody }, secrets)
}

/** Whether a request is the unsigned ping of a webhook that is being saved (`WC_Webhook::deliver_ping`). It says nothing. */
export function isWooPing({ rawBody }: WebhookRequest): boolean {
  return rawBody.length <= PING_LENGTH_MAX && PING.test(new TextDecoder().decode(rawBody))
}

/**
 * Why WooCommerce could not use a pasted secret as it stands, or undefined: it turns HTML entities into characters before
 * it signs, so a secret with characters of HTML would not be the same on both sides.
 */
export function wooSecretFault(secret: string): string | undefined {
  return /[&<>"']/.test(secret) ? 'must be without & < > " and \'' : undefined
}
