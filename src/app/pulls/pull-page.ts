// One page of what changed in a shop, by the interface of its platform.

import type { Instant } from '#domain/order-facts.ts'
import type { PullCursor } from '#domain/pull-cursor.ts'
import type { ShopCredentials, ShopPage } from '#ports/shop-api.ts'

import type { AppDeps } from '../deps.ts'

/** Reads the page at `cursor`; throws `ShopApiFailure` when the shop gives none. */
export function pullPage(
  { shopApis }: Pick<AppDeps, 'shopApis'>,
  credentials: ShopCredentials,
  at: { readonly cursor: PullCursor; readonly now: Instant },
): Promise<ShopPage> {
  switch (credentials.platform) {
    case 'shopify':
      return shopApis.shopify.pull(credentials, at)
    case 'woocommerce':
      return shopApis.woocommerce.pull(credentials, at)
    case 'stripe':
      return shopApis.stripe.pull(credentials, at)
    default:
      return credentials satisfies never
  }
}
