// A shop platform's webhooks: verified on raw bytes, then decoded to order facts. Implemented in `src/commerce`.

import type { CancelledFact, Instant, PaidFact, RefundedFact } from '#domain/order-facts.ts'

export type Platform = 'standard' | 'shopify'

export type WebhookRequest = {
  /** Header names in lower case; a header that came twice is joined by a comma, as HTTP says. */
  readonly headers: Readonly<Record<string, string | undefined>>
  /** The body exactly as it came. */
  readonly rawBody: Uint8Array
}

/** A paid fact before the buyer's e-mail becomes a keyed hash. */
export type DecodedPaidFact = Omit<PaidFact, 'buyerKey'> & {
  /** Normalised: trimmed, lower case, without `+tag`; dots kept. */
  readonly buyerEmail?: string
}

export type DecodedFact = DecodedPaidFact | RefundedFact | CancelledFact

export type DecodedDelivery =
  | {
      readonly kind: 'facts'
      readonly externalOrderId: string
      readonly facts: readonly DecodedFact[]
    }
  /** Kept, and no order is touched; `rule` says in one sentence why. */
  | { readonly kind: 'skipped'; readonly rule: string }

export type CommerceAdapter = {
  readonly platform: Platform
  /** Makes a secret in the platform's own form from 32 random bytes. */
  readonly secretFromBytes: (bytes: Uint8Array) => string
  /** Throws `Problem('signature_invalid')` or `Problem('timestamp_stale')`; returns when any of `secrets` fits. */
  readonly verify: (request: WebhookRequest, secrets: readonly string[], now: Instant) => void
  /** Decodes a verified request; throws `Problem('body_malformed' | 'input_invalid')` for what it cannot read. */
  readonly decode: (request: WebhookRequest) => DecodedDelivery
}
