// Credentials for a shop's interface, as its owner writes them, made those that a shop is asked with.

import { shopAddress, STRIPE_ADDRESS } from '#domain/shop-address.ts'
import { Problem } from '#domain/problem.ts'

import type { ShopCredentials } from '#ports/shop-api.ts'

import type { AppDeps } from '../deps.ts'

/** Credentials as a shop's owner writes them; the address of Stripe's interface is known. */
export type WrittenCredentials =
  | {
      readonly platform: 'shopify'
      readonly shopUrl: string
      readonly clientId: string
      readonly clientSecret: string
    }
  | {
      readonly platform: 'woocommerce'
      readonly shopUrl: string
      readonly consumerKey: string
      readonly consumerSecret: string
    }
  | { readonly platform: 'stripe'; readonly apiKey: string; readonly apiUrl?: string | undefined }

/** Throws `input_invalid` for an address that is not the platform's. */
export function checkCredentials(
  { testnet }: Pick<AppDeps['settings'], 'testnet'>,
  written: WrittenCredentials,
): ShopCredentials {
  const text = written.platform === 'stripe' ? (written.apiUrl ?? STRIPE_ADDRESS) : written.shopUrl
  const address = shopAddress({ platform: written.platform, text, allowsLoopback: testnet })
  if (address === undefined) {
    const field = written.platform === 'stripe' ? '/apiUrl' : '/shopUrl'
    throw wrong(field, ADDRESS_REASONS[written.platform])
  }
  if (written.platform === 'stripe') return { platform: 'stripe', address, apiKey: written.apiKey }
  const { shopUrl: _, ...credentials } = written
  return { ...credentials, address }
}

const ADDRESS_REASONS = {
  shopify: "must be the shop's own address, such as https://your-shop.myshopify.com",
  woocommerce: "must be the shop's https address, without a port",
  stripe: `must be ${STRIPE_ADDRESS}, or left out`,
} as const

function wrong(field: string, reason: string): Problem {
  return new Problem('input_invalid', { fields: [{ field, reason }] })
}
