// One adapter for each platform.

import type { CommerceAdapter, Platform } from '#ports/commerce.ts'
import type { Macs } from '#ports/crypto.ts'
import { shopifyAdapter } from './shopify/shopify-adapter.ts'
import { standardAdapter } from './standard/standard-adapter.ts'
import { stripeAdapter } from './stripe/stripe-adapter.ts'
import { wooAdapter } from './woocommerce/woo-adapter.ts'

/** The adapters, by platform. */
export function commerceAdapters(macs: Macs): Readonly<Record<Platform, CommerceAdapter>> {
  return {
    standard: standardAdapter(macs),
    shopify: shopifyAdapter(macs),
    woocommerce: wooAdapter(macs),
    stripe: stripeAdapter(macs),
  }
}
