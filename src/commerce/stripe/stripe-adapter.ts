// The adapter for Stripe's webhooks.

import type { CommerceAdapter } from '#ports/commerce.ts'
import type { Macs } from '#ports/crypto.ts'
import { typeOfBody } from '../body-type.ts'
import { sampleOrder } from '../sample-orders.ts'
import { decodeStripeEvent } from './decode-stripe-event.ts'
import { stripeSecretFault, stripeSecretFromBytes, verifyStripeWebhook } from './verify-stripe-webhook.ts'

/** Verifies and decodes Stripe's events; refuses with `signature_invalid`, `timestamp_stale`, `body_malformed`, `input_invalid`. */
export function stripeAdapter(macs: Macs): CommerceAdapter {
  return {
    platform: 'stripe',
    secretFromBytes: stripeSecretFromBytes,
    secretFault: stripeSecretFault,
    isPing: () => false,
    topicOf: typeOfBody,
    sampleOrder: (sample) => sampleOrder('stripe', sample),
    hearsRefusals: false,
    verify: (request, secrets, now) => verifyStripeWebhook(macs, request, secrets, now),
    decode: (request) => decodeStripeEvent(request.rawBody),
  }
}
