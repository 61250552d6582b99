// What people put into their carts. All amounts are whole cents.

import { invariant } from '#domain/invariant.ts'
import type { SeededRandom } from './seeded-random.ts'
import { TAX_BPS, type Product, type Shop } from './shops.ts'

export type CartLine = {
  readonly title: string
  readonly quantity: number
  readonly unitCents: number
  /** This line's part of the cart's discount. */
  readonly discountCents: number
  /** On top of the discounted line. */
  readonly taxCents: number
}

export type Cart = {
  readonly lines: readonly CartLine[]
  readonly shippingCents: number
}

/** Most different things in one cart. */
const LINES_MAX = 3

/** In how many of a hundred lines somebody takes two. */
const TWICE_PERCENT = 25

/** In how many of a hundred carts a discount code is used, and what it takes off: 10 %. */
const DISCOUNT_PERCENT = 20
const DISCOUNT_BPS = 1000

/** Basis points in one, and cents in a unit of the currency. */
export const BPS_PER_ONE = 10_000
export const CENTS_PER_UNIT = 100

/** Far more tries than any wanted cart needs. */
const TRIES_MAX = 10_000

/** A random cart of the shop. */
export function fillCart(random: SeededRandom, shop: Shop): Cart {
  const discountBps = random.chance(DISCOUNT_PERCENT) ? DISCOUNT_BPS : 0
  const lines = random
    .shuffle(shop.products)
    .slice(0, random.int(1, LINES_MAX))
    .map((product) => lineOf(product, random.chance(TWICE_PERCENT) ? 2 : 1, discountBps))
  return withShipping(shop, lines)
}

/** A random cart whose subtotal `suits`. */
export function fillCartUntil(
  random: SeededRandom,
  shop: Shop,
  suits: (subtotalCents: number) => boolean,
): Cart {
  let cart = fillCart(random, shop)
  for (let tries = 1; !suits(subtotalCents(cart)); tries++) {
    invariant(tries < TRIES_MAX, `${shop.name} sells a cart that suits`)
    cart = fillCart(random, shop)
  }
  return cart
}

/** A cart of one thing at a price of its own. */
export function cartOf(shop: Shop, product: Product): Cart {
  return withShipping(shop, [lineOf(product, 1, 0)])
}

/** The lines after discounts, without shipping and tax. */
export function subtotalCents(cart: Cart): number {
  return cart.lines.reduce((sum, line) => sum + lineCents(line), 0)
}

/** What the buyer pays. */
export function totalCents(cart: Cart): number {
  return subtotalCents(cart) + cart.shippingCents + cart.lines.reduce((sum, line) => sum + line.taxCents, 0)
}

/** Cents as shops write amounts: `48.00`, `-4.32`. */
export function decimalOf(cents: number): string {
  return (cents / CENTS_PER_UNIT).toFixed(2)
}

/** One line after its discount, without tax. */
export function lineCents(line: CartLine): number {
  return line.quantity * line.unitCents - line.discountCents
}

function lineOf({ title, cents }: Product, quantity: number, discountBps: number): CartLine {
  const discountCents = Math.floor((quantity * cents * discountBps) / BPS_PER_ONE)
  const taxCents = Math.round(((quantity * cents - discountCents) * TAX_BPS) / BPS_PER_ONE)
  return { title, quantity, unitCents: cents, discountCents, taxCents }
}

function withShipping(shop: Shop, lines: readonly CartLine[]): Cart {
  const goods = subtotalCents({ lines, shippingCents: 0 })
  return { lines, shippingCents: goods >= shop.freeShippingFromCents ? 0 : shop.shippingCents }
}
