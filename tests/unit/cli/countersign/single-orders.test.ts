// Orders that no list of a shop shows any more, after a countersigner was started again: asked for by their numbers.

import { openOwnBooks, type OwnBooks } from '#cli/countersign/own-books.ts'
import { ownState } from '#domain/countersign/own-order.ts'
import { formatClickToken, parseClickToken } from '#domain/click-token.ts'
import { keptMicros } from '#domain/fold-order.ts'
import type { LinkCode } from '#domain/ids.ts'
import type { ShopCredentials } from '#ports/shop-api.ts'
import { describe, expect, test } from 'vitest'

import type { PlatformServer } from '../../../support/shops/platform-server.ts'
import type { NewRefund, NewSale, Sale } from '../../../support/shops/sale.ts'
import { openShopifyServer } from '../../../support/shops/shopify-server.ts'
import { openStripeServer } from '../../../support/shops/stripe-server.ts'
import { openWooServer } from '../../../support/shops/woocommerce-server.ts'
import { opened, shopifyKeys, stripeKeys, wooKeys } from '../../commerce/simulated-shops.ts'

const DAY_MS = 86_400_000
const CODE = 'shap2abcdefgh' as LinkCode
const TOKEN = formatClickToken(
  { code: CODE, clickedAtSeconds: 1_700_000_000, nonce: 'abcdefghjkmnpqrs' },
  new Uint8Array(10),
)

type Played = PlatformServer & {
  readonly clock: { readonly now: () => number; readonly advance: (milliseconds: number) => void }
  readonly sell: (sale: NewSale) => Sale
  readonly refund: (sale: Sale, refund: NewRefund) => unknown
}

type Shop = { readonly shop: Played; readonly credentials: ShopCredentials }

/** The books as a countersigner opens them when it starts, and a clock that the test can put forward. */
function start({ shop, credentials }: Shop) {
  let later = 0
  const books = openOwnBooks([{ kind: 'interface', connectionId: 'connection', credentials, readDays: 2 }], {
    now: () => shop.clock.now() + later,
    pause: () => Promise.resolve(),
    isTestnet: true,
  })
  return { books, wait: (milliseconds: number) => (later += milliseconds) }
}

const lookUp = (books: OwnBooks, ...externalIds: readonly string[]) =>
  books.lookUp(externalIds.map((externalId) => ({ connectionId: 'connection', externalId })))

function worthOf(books: OwnBooks, externalId: string) {
  const order = books.orders('connection', externalId)
  const state = order && ownState(order)
  return (
    state && {
      kept: keptMicros(state),
      links: [...new Set(state.paid.references.map(({ value }) => parseClickToken(value)?.code))],
    }
  )
}

describe.each([
  {
    platform: 'shopify',
    numberOf: ({ saleId }: Sale) => String(saleId),
    unknown: '99',
    play: async (): Promise<Shop> => {
      const shop = await opened(openShopifyServer())
      return { shop, credentials: shopifyKeys(shop) }
    },
  },
  {
    platform: 'woocommerce',
    numberOf: ({ saleId }: Sale) => String(saleId),
    unknown: '99',
    play: async (): Promise<Shop> => {
      const shop = await opened(openWooServer())
      return { shop, credentials: wooKeys(shop) }
    },
  },
  {
    platform: 'stripe',
    numberOf: ({ saleId }: Sale) => `pi_${saleId}`,
    unknown: 'pi_99',
    play: async (): Promise<Shop> => {
      const shop = await opened(openStripeServer())
      return { shop, credentials: stripeKeys(shop) }
    },
  },
])('$platform', ({ platform, numberOf, unknown, play }) => {
  test('an order that is in no list any more is found by its number, with what was given back', async () => {
    const played = await play()
    const { shop } = played
    const sale = shop.sell({ amount: '100.00', cartToken: TOKEN })
    shop.clock.advance(DAY_MS)
    shop.refund(sale, { line: 0, quantity: 0, amount: '40.00' })
    shop.clock.advance(40 * DAY_MS)
    const { books } = start(played)
    await books.refresh()
    expect(worthOf(books, numberOf(sale))).toBeUndefined()
    await lookUp(books, numberOf(sale))
    expect(worthOf(books, numberOf(sale))).toEqual({ kept: 60_000_000n, links: [CODE] })
    expect(books.takeWarnings()).toEqual([])

    // What is known is not asked for again, and what comes later is told as always.
    const asked = shop.requests.length
    await lookUp(books, numberOf(sale))
    expect(shop.requests).toHaveLength(asked)
  })

  test('an order that a refund tells of, and not its payment, is found as well', async () => {
    const played = await play()
    const { shop } = played
    const sale = shop.sell({ amount: '100.00', cartToken: TOKEN })
    shop.clock.advance(40 * DAY_MS)
    shop.refund(sale, { line: 0, quantity: 0, amount: '25.00' })
    const { books } = start(played)
    await books.refresh()
    await lookUp(books, numberOf(sale))
    expect(worthOf(books, numberOf(sale))).toEqual({ kept: 75_000_000n, links: [CODE] })
  })

  test('what the shop does not know stays unknown, and is asked for once a minute', async () => {
    const played = await play()
    const { books, wait } = start(played)
    await books.refresh()
    await lookUp(books, unknown, 'no such number', '..')
    expect(worthOf(books, unknown)).toBeUndefined()
    const asked = played.shop.requests.length
    wait(59_999)
    await lookUp(books, unknown)
    expect(played.shop.requests).toHaveLength(asked)
    wait(1)
    await lookUp(books, unknown)
    expect(played.shop.requests).toHaveLength(asked + 1)
    expect(books.takeWarnings()).toEqual([])
  })

  test('a shop that does not answer for it leaves everything unjudged', async () => {
    const played = await play()
    const { books } = start(played)
    await books.refresh()
    played.shop.spoil({ kind: 'server-error', status: 503 })
    await expect(lookUp(books, unknown)).rejects.toThrow('Connection connection: ')
    await expect(lookUp(books, unknown)).resolves.toBeUndefined()
  })

  test('another connection’s orders are not asked for', async () => {
    const played = await play()
    const { books } = start(played)
    await books.refresh()
    const asked = played.shop.requests.length
    await books.lookUp([{ connectionId: `another ${platform}`, externalId: unknown }])
    expect(played.shop.requests).toHaveLength(asked)
  })
})
