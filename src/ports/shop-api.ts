// The interfaces that shop platforms offer for reading orders: asked page by page, from a place that is remembered.
// Implemented in `src/commerce`; how their requests leave the house, in `src/intake`.

import type { Instant } from '#domain/order-facts.ts'
import type { PullCursor } from '#domain/pull-cursor.ts'

import type { Platform, WebhookRequest } from './commerce.ts'

/** Platforms that can be asked; a custom shop only sends. */
export type PullPlatform = 'shopify' | 'woocommerce' | 'stripe'

/** What lets us read a shop's orders; `address` is where its interface is, without a slash at the end. */
export type ShopCredentials =
  | {
      readonly platform: 'shopify'
      readonly address: string
      readonly clientId: string
      readonly clientSecret: string
    }
  | {
      readonly platform: 'woocommerce'
      readonly address: string
      readonly consumerKey: string
      readonly consumerSecret: string
    }
  | { readonly platform: 'stripe'; readonly address: string; readonly apiKey: string }

export type CredentialsOf<P extends PullPlatform> = Extract<ShopCredentials, { readonly platform: P }>

/** One page of a shop's orders or events. */
export type ShopPage = {
  /** In the form of the platform's own webhooks, oldest first, so that one decoder reads both. */
  readonly messages: readonly WebhookRequest[]
  /** Where the next page begins. */
  readonly cursor: PullCursor
  /** Nothing is left to read now. */
  readonly isCaughtUp: boolean
  /** What the shop does not let us read beside its orders, in a sentence; null when nothing, absent when it was not asked. */
  readonly withheld?: string | null
  /** How long the platform wants to be left alone, in milliseconds; absent when it does not mind. */
  readonly waitMs?: number
}

export type ShopApi<P extends PullPlatform = PullPlatform> = {
  /** Reads the page at `cursor`; throws {@link ShopApiFailure} and nothing else for what a shop can do wrong. */
  readonly pull: (
    credentials: CredentialsOf<P>,
    at: { readonly cursor: PullCursor; readonly now: Instant },
  ) => Promise<ShopPage>
}

/** Reads one order by the platform's number; throws {@link ShopApiFailure} and nothing else. */
export type FindShopOrder<P extends PullPlatform> = (
  credentials: CredentialsOf<P>,
  externalOrderId: string,
) => Promise<WebhookRequest | 'gone'>

/**
 * Reads all that stands of one order now, in the form of the platform's own webhooks; nothing of one that the platform does not
 * know, or does not show to these credentials. Throws {@link ShopApiFailure} and nothing else.
 */
export type ReadShopOrder<P extends PullPlatform> = (
  credentials: CredentialsOf<P>,
  asked: { readonly externalOrderId: string; readonly now: Instant },
) => Promise<readonly WebhookRequest[]>

export type ShopApis = {
  readonly shopify: ShopApi<'shopify'> & { readonly readOrder: ReadShopOrder<'shopify'> }
  /** Its message of a deletion says no instant, so the order itself is looked at. */
  readonly woocommerce: ShopApi<'woocommerce'> & { readonly find: FindShopOrder<'woocommerce'> }
  readonly stripe: ShopApi<'stripe'> & { readonly readOrder: ReadShopOrder<'stripe'> }
}

/** Whether a platform can be asked for its orders. */
export function isPullPlatform(platform: Platform | PullPlatform): platform is PullPlatform {
  return platform !== 'standard'
}

/**
 * refused: the shop does not take these credentials. throttled: it wants fewer requests. unavailable: it did not answer,
 * or not sensibly.
 */
export type ShopApiFailureKind = 'refused' | 'throttled' | 'unavailable'

/** Why a page could not be read; the message is one sentence for the shop, without a secret and without the answer's words. */
export class ShopApiFailure extends Error {
  override readonly name = 'ShopApiFailure'
  readonly kind: ShopApiFailureKind
  /** The earliest that the shop wants to be asked again, in milliseconds from now; 0 when it does not say. */
  readonly retryAfterMs: number

  constructor(
    kind: ShopApiFailureKind,
    sentence: string,
    { retryAfterMs = 0, cause }: { readonly retryAfterMs?: number; readonly cause?: unknown } = {},
  ) {
    super(sentence, { cause })
    this.kind = kind
    this.retryAfterMs = retryAfterMs
  }
}

export type ShopRequest = {
  readonly method: 'GET' | 'POST'
  /** Absolute, with https; http for this machine alone, where that is allowed. */
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
}

export type ShopResponse = {
  readonly status: number
  /** Names in lower case; one that came twice is joined by a comma. */
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly body: Uint8Array
}

/** Asks once, follows no redirect; throws {@link ShopApiFailure} (`unavailable`) when there is no whole answer. */
export type ShopFetch = (request: ShopRequest) => Promise<ShopResponse>
