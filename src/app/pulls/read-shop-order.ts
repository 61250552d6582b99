// One order of a shop, by the interface of its platform: for whoever knows its number and cannot wait for a page with it.

import type { Instant } from '#domain/order-facts.ts'
import type { WebhookRequest } from '#ports/commerce.ts'
import type { ShopCredentials } from '#ports/shop-api.ts'

import type { AppDeps } from '../deps.ts'

/** Numbers of WordPress's posts; anything else would be another address of its interface. */
const WOO_NUMBER = /^\d{1,20}$/

/** What stands of the order now, as messages; none where the shop knows no such. Throws `ShopApiFailure`. */
export async function readShopOrder(
  { shopApis }: Pick<AppDeps, 'shopApis'>,
  credentials: ShopCredentials,
  asked: { readonly externalOrderId: string; readonly now: Instant },
): Promise<readonly WebhookRequest[]> {
  switch (credentials.platform) {
    case 'shopify':
      return shopApis.shopify.readOrder(credentials, asked)
    case 'woocommerce': {
      if (!WOO_NUMBER.test(asked.externalOrderId)) return []
      const found = await shopApis.woocommerce.find(credentials, asked.externalOrderId)
      return found === 'gone' ? [] : [found]
    }
    case 'stripe':
      return shopApis.stripe.readOrder(credentials, asked)
    default:
      return credentials satisfies never
  }
}
