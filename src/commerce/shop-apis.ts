// The interfaces of all platforms that can be asked, through one guarded way out.

import { createShopifyApi } from './shopify/shopify-api.ts'
import { createStripeApi } from './stripe/stripe-api.ts'
import { createWooApi } from './woocommerce/woo-api.ts'

import type { ShopApis, ShopFetch } from '#ports/shop-api.ts'

/** All of them over `shopFetch`. */
export function createShopApis(shopFetch: ShopFetch): ShopApis {
  return {
    shopify: createShopifyApi(shopFetch),
    woocommerce: createWooApi(shopFetch),
    stripe: createStripeApi(shopFetch),
  }
}
