// The three hundred orders of the story: most come through a link, some through none, and a few through one that earns
// nothing.

import { invariant } from '#domain/invariant.ts'
import { cartOf, fillCartUntil, subtotalCents, type Cart } from './carts.ts'
import type { Person } from './people.ts'
import { createSeededRandom, type SeededRandom } from './seeded-random.ts'
import { birch, northwind, shopOf, type Shop, type ShopKey } from './shops.ts'
import type { Visit } from './visits.ts'

/** How an order came: through which click, and how the click's token or the link's code travelled. */
export type OrderSource =
  /** In the cart's attributes, or the field for it. */
  | { readonly kind: 'token-in-cart'; readonly visit: Visit }
  /** In the address the buyer landed on. */
  | { readonly kind: 'token-in-address'; readonly visit: Visit }
  /** The link's code alone, in the address the buyer landed on. */
  | { readonly kind: 'code-in-address'; readonly visit: Visit }
  /** A token somebody wrote themselves: its proof is wrong. */
  | { readonly kind: 'forged-token'; readonly visit: Visit }
  | { readonly kind: 'none' }

export type StoryOrder = {
  /** The shop's own number of the order. */
  readonly number: string
  readonly shop: ShopKey
  readonly cart: Cart
  readonly source: OrderSource
  readonly buyerEmail: string | undefined
  /** The buyer is the person who shared the link. */
  readonly selfReferral: boolean
  /** The shop marks it as a test order. */
  readonly test: boolean
  /** How often the shop sends it. */
  readonly copies: number
}

/** Orders of the whole story. */
export const ORDERS = 300

/** Orders after the payout; the rest comes before. */
export const LATER_ORDERS = 5

/** Orders that came through no link, through a forged token, and as tests of the shop. */
const ORDERS_WITHOUT_LINK = 34
const ORDERS_WITH_FORGED_TOKEN = 5
const TEST_ORDERS = 2

/** One order each, so small that the reward is just below and just above the smallest payout of 0.10. */
const JUST_BELOW = { person: 38, product: { title: 'Tasting sachet', cents: 310 } }
const JUST_ABOVE = { person: 39, product: { title: 'Paper filter, ten', cents: 420 } }

/** Subtotals from here on earn at least the smallest payout in either shop, so that batching never parks a payment. */
const SUBTOTAL_MIN_CENTS = 400

/** First numbers of the two shops' orders; Shopify's are 64-bit, beyond what a JavaScript number can hold. */
const FIRST_SHOPIFY_ORDER = 9_007_199_254_741_001n
const FIRST_STANDARD_ORDER = 1001

/** In how many of a hundred cases a buyer leaves no e-mail address, and a shop sends an order twice or three times. */
const ANONYMOUS_PERCENT = 15
const TWICE_PERCENT = 22
const THRICE_PERCENT = 5

/** The orders before the payout, in the order in which they are bought. */
export function generateOrders(
  seed: number,
  people: readonly Person[],
  visits: readonly Visit[],
): readonly StoryOrder[] {
  const random = createSeededRandom(seed, 'orders')
  const numbers = createOrderNumbers()
  const make: MakeOrder = (shop, part) => ({
    number: numbers.next(shop),
    shop: shop.key,
    cart: part.cart ?? fillCartUntil(random, shop, (cents) => cents >= SUBTOTAL_MIN_CENTS),
    buyerEmail: buyerEmail(random),
    selfReferral: false,
    test: false,
    copies: copiesOf(random),
    ...part,
  })
  const byPeople = random.shuffle(visits.filter(({ kind }) => kind === 'person'))
  const smallest = [JUST_BELOW, JUST_ABOVE]
  const own = visitTo(byPeople, 0, 'birch')
  const others = byPeople.filter(
    (visit) => visit !== own && !smallest.some(({ person }) => person === visit.membership.person.index),
  )
  const forged = others.slice(0, ORDERS_WITH_FORGED_TOKEN)
  const tests = others.slice(forged.length, forged.length + TEST_ORDERS)

  const special = [
    ...smallest.map(({ person, product }) => {
      const visit = visitTo(byPeople, person, 'northwind')
      return make(northwind, { source: { kind: 'token-in-cart', visit }, cart: cartOf(northwind, product) })
    }),
    make(birch, {
      source: { kind: 'token-in-cart', visit: own },
      selfReferral: true,
      buyerEmail: ownEmailOtherwise(people[0]),
    }),
    ...Array.from({ length: ORDERS_WITHOUT_LINK }, () =>
      make(random.pick([birch, northwind]), { source: { kind: 'none' } }),
    ),
    ...forged.map((visit) =>
      make(shopOf(visit.membership.shop), { source: { kind: 'forged-token', visit } }),
    ),
    ...tests.map((visit) => ({ ...orderThrough(random, make, visit), test: true })),
  ]
  const ordinary = others
    .slice(
      forged.length + tests.length,
      forged.length + tests.length + ORDERS - LATER_ORDERS - special.length,
    )
    .map((visit) => orderThrough(random, make, visit))
  return random.shuffle([...special, ...ordinary])
}

type MakeOrder = (shop: Shop, part: Partial<StoryOrder> & Pick<StoryOrder, 'source'>) => StoryOrder

function orderThrough(random: SeededRandom, make: MakeOrder, visit: Visit): StoryOrder {
  const shop = shopOf(visit.membership.shop)
  return make(shop, { source: sourceOf(random, shop, visit) })
}

function visitTo(visits: readonly Visit[], person: number, shop: ShopKey): Visit {
  const visit = visits.find(
    ({ membership }) => membership.person.index === person && membership.shop === shop,
  )
  invariant(visit, 'every link has visitors')
  return visit
}

/** An order after the payout, through a new click, with a cart that `suits`. */
export function laterOrder(
  random: SeededRandom,
  { visit, number, suits }: { visit: Visit; number: string; suits: (cents: number) => boolean },
): StoryOrder {
  const shop = shopOf(visit.membership.shop)
  return {
    number,
    shop: shop.key,
    cart: fillCartUntil(random, shop, suits),
    source: sourceOf(random, shop, visit),
    buyerEmail: buyerEmail(random),
    selfReferral: false,
    test: false,
    copies: copiesOf(random),
  }
}

/** The shops' own order numbers, from the first one on. */
export function createOrderNumbers(used: readonly StoryOrder[] = []): { next: (shop: Shop) => string } {
  const taken = { birch: 0, northwind: 0 }
  for (const { shop } of used) taken[shop] += 1
  return {
    next: ({ key }) => {
      const position = taken[key]++
      return key === 'birch'
        ? String(FIRST_SHOPIFY_ORDER + BigInt(position))
        : `NW-${FIRST_STANDARD_ORDER + position}`
    },
  }
}

/** What rewards are computed from, before refunds, in cents. */
export function orderSubtotalCents(order: StoryOrder): number {
  return subtotalCents(order.cart)
}

function sourceOf(random: SeededRandom, shop: Shop, visit: Visit): OrderSource {
  const kinds =
    shop.platform === 'shopify'
      ? (['cart', 'cart', 'address', 'code'] as const)
      : (['cart', 'cart', 'address'] as const)
  const kind = random.pick(kinds)
  if (kind === 'cart') return { kind: 'token-in-cart', visit }
  return kind === 'address' ? { kind: 'token-in-address', visit } : { kind: 'code-in-address', visit }
}

function buyerEmail(random: SeededRandom): string | undefined {
  return random.chance(ANONYMOUS_PERCENT) ? undefined : `buyer${random.int(100_000, 999_999)}@mail.example`
}

/** The person's own address as somebody would hide it: another case and a tag. */
function ownEmailOtherwise(person: Person | undefined): string {
  invariant(person?.email !== undefined, 'the first person has an e-mail address')
  const [mailbox = '', host = ''] = person.email.split('@')
  return `${mailbox.toUpperCase()}+deal@${host}`
}

function copiesOf(random: SeededRandom): number {
  if (random.chance(THRICE_PERCENT)) return 3
  return random.chance(TWICE_PERCENT) ? 2 : 1
}
