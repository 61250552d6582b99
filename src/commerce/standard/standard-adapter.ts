// The adapter for any shop that signs its own webhooks by Standard Webhooks.

import type { CommerceAdapter } from '#ports/commerce.ts'
import type { Macs } from '#ports/crypto.ts'
import { typeOfBody } from '../body-type.ts'
import { sampleOrder } from '../sample-orders.ts'
import { decodeStandardWebhook } from './decode-standard-webhook.ts'
import {
  standardSecretFault,
  standardSecretFromBytes,
  verifyStandardWebhook,
} from './verify-standard-webhook.ts'

/** Verifies and decodes Standard Webhooks; refuses with `signature_invalid`, `timestamp_stale`, `body_malformed`, `input_invalid`. */
export function standardAdapter(macs: Macs): CommerceAdapter {
  return {
    platform: 'standard',
    secretFromBytes: standardSecretFromBytes,
    secretFault: standardSecretFault,
    isPing: () => false,
    topicOf: typeOfBody,
    sampleOrder: (sample) => sampleOrder('standard', sample),
    hearsRefusals: true,
    verify: (request, secrets, now) => verifyStandardWebhook(macs, request, secrets, now),
    decode: (request) => decodeStandardWebhook(request.rawBody),
  }
}
