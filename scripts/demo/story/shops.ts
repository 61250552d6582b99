// The two shops of the story: what they sell, what they promise, and what they put into their pools.

import type { Policy } from '#domain/policy.ts'
import { DAY_SECONDS } from '#domain/time.ts'

export type ShopKey = 'birch' | 'northwind'

export type Product = { readonly title: string; readonly cents: number }

export type Shop = {
  readonly key: ShopKey
  readonly name: string
  readonly platform: 'shopify' | 'standard'
  readonly shopUrl: string
  readonly policy: Policy
  /** Decimal strings, as the API takes them. */
  readonly deposit: string
  readonly rewardCap: string
  readonly rateCapacity: string
  readonly ratePerDay: string
  readonly products: readonly Product[]
  /** Added to orders below `freeShippingFromCents`. */
  readonly shippingCents: number
  readonly freeShippingFromCents: number
}

/** Fourteen days, the return period of European law. */
const BIRCH_HOLD_SECONDS = 14 * DAY_SECONDS

/** Thirty days, a common promise of roasters. */
const NORTHWIND_HOLD_SECONDS = 30 * DAY_SECONDS

/**
 * The story is told in a minute: buyers choose at once, and a popular person's sales of a month come within it. Real shops
 * leave this out.
 */
export const TOLD_IN_A_MINUTE: Policy['misuse'] = {
  fastestOrderSeconds: 0,
  ordersPerHour: 1_000,
  clicksPerMinute: 10_000,
}

/** What the story waits once, to be past every hold. */
export const PAST_EVERY_HOLD_SECONDS = NORTHWIND_HOLD_SECONDS + DAY_SECONDS

/** Sales tax on goods, in basis points: 8 %. */
export const TAX_BPS = 800

/** Things for the home, sold with Shopify. */
export const birch: Shop = {
  key: 'birch',
  name: 'Birch & Bloom',
  platform: 'shopify',
  shopUrl: 'https://birch-and-bloom.example/',
  policy: {
    version: 1,
    currency: 'USD',
    attribution: { model: 'last-click', windowDays: 30 },
    reward: { kind: 'percent', bps: 500 },
    perOrderCap: '4.00',
    holdSeconds: BIRCH_HOLD_SECONDS,
    misuse: TOLD_IN_A_MINUTE,
  },
  deposit: '1000.00',
  rewardCap: '4.00',
  rateCapacity: '900.00',
  ratePerDay: '50.00',
  products: [
    { title: 'Wool scarf', cents: 3400 },
    { title: 'Linen apron', cents: 2850 },
    { title: 'Felt slippers', cents: 4200 },
    { title: 'Candle, cedar', cents: 1490 },
    { title: 'Tea towel', cents: 995 },
    { title: 'Oak tray', cents: 5900 },
    { title: 'Dried bouquet', cents: 2275 },
  ],
  shippingCents: 590,
  freeShippingFromCents: 7500,
}

/** Coffee, sold by a shop of its own make. */
export const northwind: Shop = {
  key: 'northwind',
  name: 'Northwind Coffee',
  platform: 'standard',
  shopUrl: 'https://northwind-coffee.example/shop',
  policy: {
    version: 1,
    currency: 'USD',
    attribution: { model: 'last-click', windowDays: 14 },
    reward: { kind: 'percent', bps: 300 },
    perOrderCap: '1.00',
    holdSeconds: NORTHWIND_HOLD_SECONDS,
    misuse: TOLD_IN_A_MINUTE,
  },
  deposit: '250.00',
  rewardCap: '1.00',
  rateCapacity: '200.00',
  ratePerDay: '20.00',
  products: [
    { title: 'House blend, 250 g', cents: 1150 },
    { title: 'Single origin, 250 g', cents: 1475 },
    { title: 'Espresso, 1 kg', cents: 3450 },
    { title: 'Filter papers', cents: 435 },
    { title: 'Cold brew, six cans', cents: 1890 },
    { title: 'Cup, stoneware', cents: 1620 },
  ],
  shippingCents: 450,
  freeShippingFromCents: 4000,
}

/** Both, in the order in which they open. */
export const shops: readonly Shop[] = [birch, northwind]

/** The shop of a key. */
export function shopOf(key: ShopKey): Shop {
  return key === 'birch' ? birch : northwind
}
