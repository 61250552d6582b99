// Simulated shops that are closed after each test, and the credentials to read them.

import { afterEach, expect } from 'vitest'
import { ShopApiFailure } from '#ports/shop-api.ts'
import type { PlatformServer } from '../../support/shops/platform-server.ts'
import type { ShopifyServer } from '../../support/shops/shopify-server.ts'
import type { StripeServer } from '../../support/shops/stripe-server.ts'
import type { WooServer } from '../../support/shops/woocommerce-server.ts'

export const SECOND = 1_000
export const MINUTE = 60_000
export const DAY = 86_400_000

let open: PlatformServer[] = []

afterEach(async () => {
  await Promise.all(open.map((server) => server.close()))
  open = []
})

export async function opened<Server extends PlatformServer>(server: Promise<Server>): Promise<Server> {
  const shop = await server
  open.push(shop)
  return shop
}

export const shopifyKeys = ({ url, clientId, clientSecret }: ShopifyServer) =>
  ({ platform: 'shopify', address: url, clientId, clientSecret }) as const
export const wooKeys = ({ url, consumerKey, consumerSecret }: WooServer) =>
  ({ platform: 'woocommerce', address: url, consumerKey, consumerSecret }) as const
export const stripeKeys = ({ url, apiKey }: StripeServer) =>
  ({ platform: 'stripe', address: url, apiKey }) as const

export async function failureOf(reading: Promise<unknown>): Promise<ShopApiFailure> {
  const error = await reading.then(
    () => undefined,
    (cause: unknown) => cause,
  )
  expect(error).toBeInstanceOf(ShopApiFailure)
  return error as ShopApiFailure
}
