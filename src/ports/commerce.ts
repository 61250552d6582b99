// A shop platform's webhooks: verified on raw bytes, then decoded to order facts. Implemented in `src/commerce`.

import type { CarriedReference, DeletedFact, Instant, OrderFact, PaidFact } from '#domain/order-facts.ts'

export type Platform = 'standard' | 'shopify' | 'woocommerce' | 'stripe'

export type WebhookRequest = {
  /** Header names in lower case; a header that came twice is joined by a comma, as HTTP says. */
  readonly headers: Readonly<Record<string, string | undefined>>
  /** The body exactly as it came. */
  readonly rawBody: Uint8Array
}

/** A paid fact before what is personal in it becomes keyed hashes. */
export type DecodedPaidFact = Omit<PaidFact, 'buyerKey' | 'customerKey' | 'emailDomainKey' | 'datedAhead'> & {
  /** Normalised: trimmed, lower case, without `+tag`; dots kept. */
  readonly buyerEmail?: string
  /** The domain of that address; absent for addresses at a public provider. */
  readonly buyerEmailDomain?: string
  /** The platform's number of the customer; absent for guests. */
  readonly customerId?: string
  /** Paid in the platform's sandbox, with money that is none: it counts only where the dollars are test dollars. */
  readonly sandbox?: boolean
}

/** A deletion, which is dated by its arrival. */
type DecodedDeletedFact = Pick<DeletedFact, 'kind' | 'isGone'>

export type DecodedFact = DecodedPaidFact | Exclude<OrderFact, PaidFact | DeletedFact> | DecodedDeletedFact

/** Somebody became known to the shop, by a sign-up say; nothing was sold. */
export type DecodedLead = {
  readonly kind: 'lead'
  /** The shop's number of it. */
  readonly externalLeadId: string
  readonly happenedAt: Instant
  readonly references: readonly CarriedReference[]
}

/** A product as a shop's message names it. */
export type SightedProduct = {
  /** The platform's number of it. */
  readonly reference: string
  readonly title: string
  /** Absolute, or a path on the shop's own host. */
  readonly url?: string
  /** A decimal string; of the connection's currency when it names none. */
  readonly price?: { readonly amount: string; readonly currency?: string }
}

/** What a platform asks about personal data. Nothing of the buyer is kept of it. */
export type DecodedWish =
  | {
      readonly kind: 'privacy'
      readonly wish: 'forget-buyer' | 'tell-buyer'
      readonly buyer: Pick<DecodedPaidFact, 'buyerEmail' | 'customerId'>
    }
  | { readonly kind: 'privacy'; readonly wish: 'forget-all-buyers' }
  | { readonly kind: 'privacy'; readonly wish: 'note-uninstalled' }

export type DecodedDelivery =
  | {
      readonly kind: 'facts'
      readonly externalOrderId: string
      /**
       * Other numbers by which the platform may speak of the same order, in messages before or after this one. Each is
       * unique among all numbers of the connection.
       */
      readonly otherNames?: readonly string[]
      readonly facts: readonly DecodedFact[]
      /** What was bought, where the message names it. */
      readonly products?: readonly SightedProduct[]
    }
  /** Only says which numbers mean the same order. */
  | { readonly kind: 'names'; readonly externalOrderId: string; readonly otherNames: readonly string[] }
  | { readonly kind: 'products'; readonly products: readonly SightedProduct[] }
  /** The shop made a discount code, or ended one. */
  | { readonly kind: 'discount'; readonly code: string; readonly state: 'valid' | 'ended' }
  | DecodedLead
  | DecodedWish
  /** Kept, and no order is touched; `rule` says in one sentence why. */
  | { readonly kind: 'skipped'; readonly rule: string }

/** An order that never was. */
export type SampleOrder = {
  /** Digits alone: every platform takes them for a number of its own. */
  readonly number: string
  /** What the line cost and the buyer paid, as a decimal string. */
  readonly amount: string
  /** ISO 4217. */
  readonly currency: string
  readonly clickToken: string | undefined
  readonly at: Instant
  /** Marked as a test, by the platform's own mark where it has one: it then earns nothing. */
  readonly test: boolean
}

export type CommerceAdapter = {
  readonly platform: Platform
  /** Makes a secret in the platform's own form from 32 random bytes. */
  readonly secretFromBytes: (bytes: Uint8Array) => string
  /** Why a secret that the platform made and the shop pasted cannot be one of its own, or undefined. */
  readonly secretFault: (secret: string) => string | undefined
  /** Whether a request is the platform's unsigned trial of the address; it is answered, and says nothing. */
  readonly isPing: (request: WebhookRequest) => boolean
  /** What the sender calls the message; not to be believed where it stands in a header. Undefined when it has no name. */
  readonly topicOf: (request: WebhookRequest) => string | undefined
  /**
   * Whether the sender learns from an answer: a shop of its own reads why a body was refused; a platform only tries again
   * until it gives the address up, so what it sends is kept and parked.
   */
  readonly hearsRefusals: boolean
  /** Throws `Problem('signature_invalid')` or `Problem('timestamp_stale')`; returns when any of `secrets` fits. */
  readonly verify: (request: WebhookRequest, secrets: readonly string[], now: Instant) => void
  /** A paid order as the platform would tell it, for trying a connection out. */
  readonly sampleOrder: (sample: SampleOrder) => { readonly topic: string; readonly body: string }
  /** Decodes a verified request; throws `Problem('body_malformed' | 'input_invalid')` for what it cannot read. */
  readonly decode: (request: WebhookRequest) => DecodedDelivery
}
