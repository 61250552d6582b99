// The books that a countersigner judges by: tables, copies of webhooks as the platforms sign them, and the platforms' own
// interfaces. Whatever the way, an order is worth the same, and says by which link its buyer came where it can.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openOwnBooks, type BookSource, type OwnBooks } from '#cli/countersign/own-books.ts'
import { ownState, type OwnOrder } from '#domain/countersign/own-order.ts'
import { formatClickToken, parseClickToken } from '#domain/click-token.ts'
import type { LinkCode } from '#domain/ids.ts'
import { keptMicros } from '#domain/fold-order.ts'
import type { PaidFact } from '#domain/order-facts.ts'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'

import { openPlatformServer, type PlatformServer } from '../../../support/shops/platform-server.ts'
import type { NewRefund, NewSale, Sale } from '../../../support/shops/sale.ts'
import { openShopifyServer } from '../../../support/shops/shopify-server.ts'
import { openStripeServer } from '../../../support/shops/stripe-server.ts'
import type { WebhookPost } from '../../../support/shops/webhook-post.ts'
import { openWooServer } from '../../../support/shops/woocommerce-server.ts'
import { opened, shopifyKeys, stripeKeys, wooKeys } from '../../commerce/simulated-shops.ts'

const CODE = 'shap2abcdefgh' as LinkCode
const TOKEN = formatClickToken(
  { code: CODE, clickedAtSeconds: 1_700_000_000, nonce: 'abcdefghjkmnpqrs' },
  new Uint8Array(10),
)

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'own-books-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const open = (source: BookSource, { isTestnet = true, now = Date.now } = {}): OwnBooks =>
  openOwnBooks([source], { now, pause: () => Promise.resolve(), isTestnet })

/** What is kept of an order in micros, and how the books know its link; undefined when it is not there or not paid. */
function worthOf(books: OwnBooks, externalId: string) {
  const order = books.orders('connection', externalId)
  const state = order && ownState(order)
  return state && { kept: keptMicros(state), ...linksOf(order, state.paid) }
}

const linksOf = ({ knowsLinks }: OwnOrder, { references }: Pick<PaidFact, 'references'>) => {
  const links = references
    .filter(({ kind }) => kind !== 'coupon')
    .map(({ kind, value }) => (kind === 'click-token' ? parseClickToken(value)?.code : value))
  return knowsLinks ? { links: [...new Set(links)] } : {}
}

describe('an export of orders', () => {
  const write = (...lines: readonly string[]) => {
    const file = join(folder, 'orders.csv')
    writeFileSync(file, lines.join('\n'))
    return { kind: 'export', connectionId: 'connection', file, currency: 'USD' } as const
  }

  test('as a plain table says what was paid and given back, and not by which link', async () => {
    const books = open(
      write(
        'order,paid_at,amount,refunded',
        '1001,2026-03-01T12:00:00Z,100.00,40.00',
        '1002,2026-03-01T12:00:00Z,20.00,',
        '1003,yesterday,20.00,',
      ),
    )
    await books.refresh()
    expect(worthOf(books, '1001')).toEqual({ kept: 60_000_000n })
    expect(worthOf(books, '1002')).toEqual({ kept: 20_000_000n })
    expect(worthOf(books, '1003')).toBeUndefined()
    expect(books.orders('another connection', '1001')).toBeUndefined()
    expect(books.takeWarnings()).toEqual([
      expect.stringMatching(/orders\.csv, line 4: says no instant under paid_at$/) as string,
    ])
    expect(books.takeWarnings()).toEqual([])
  })

  test("of Shopify is found by Shopify's own number", async () => {
    const books = open(
      write(
        'Name,Email,Financial Status,Paid at,Currency,Subtotal,Shipping,Taxes,Total,Created at,Lineitem quantity,Lineitem price,Refunded Amount,Id',
        '#1001,a@x.example,partially_refunded,2026-03-01,USD,100.00,0.00,0.00,100.00,2026-03-01,1,100.00,25.00,5550001',
        '#1002,a@x.example,pending,,USD,100.00,0.00,0.00,100.00,2026-03-01,1,100.00,0.00,5550002',
      ),
    )
    await books.refresh()
    expect(worthOf(books, '5550001')).toEqual({ kept: 75_000_000n })
    expect(worthOf(books, '#1001')).toBeUndefined()
    expect(worthOf(books, '5550002')).toBeUndefined()
  })

  test('of WooCommerce counts net sales, and nothing of what was refunded', async () => {
    const books = open(
      write(
        'Date,Order #,Status,Customer,Items sold,Net Sales',
        '"2026-03-01 12:00:00",501,completed,Ann,1,45.5',
        '"2026-03-01 12:00:00",502,refunded,Ann,1,10',
      ),
    )
    await books.refresh()
    expect(worthOf(books, '501')).toEqual({ kept: 45_500_000n })
    expect(worthOf(books, '502')).toEqual({ kept: 0n })
  })

  test('is read again once it was written over, and ends the command when it is gone', async () => {
    const source = write('order,paid_at,amount', '1001,2026-03-01,100.00')
    const books = open(source)
    await books.refresh()
    write('order,paid_at,amount,refunded', '1001,2026-03-01,100.00,100.00')
    await books.refresh()
    expect(worthOf(books, '1001')).toEqual({ kept: 0n })
    rmSync(source.file)
    await expect(books.refresh()).rejects.toThrow('orders.csv cannot be read.')
  })
})

type Played = PlatformServer & {
  readonly webhooks: WebhookPost
  readonly clock: { readonly now: () => number; readonly advance: (milliseconds: number) => void }
  readonly sell: (sale: NewSale) => Sale
  readonly refund: (sale: Sale, refund: NewRefund) => unknown
}

const openShopify = () => opened(openShopifyServer())
const openWoo = () => opened(openWooServer())
const openStripe = () => opened(openStripeServer())

describe.each([
  {
    platform: 'shopify',
    numberOf: ({ saleId }: Sale) => String(saleId),
    play: async (url: string) => {
      const shop = await openShopify()
      shop.subscribe(url)
      return { shop: shop as Played, credentials: shopifyKeys(shop), secret: shop.clientSecret }
    },
  },
  {
    platform: 'woocommerce',
    numberOf: ({ saleId }: Sale) => String(saleId),
    play: async (url: string) => {
      const shop = await openWoo()
      await shop.subscribe(url, 'woo-secret')
      return { shop: shop as Played, credentials: wooKeys(shop), secret: 'woo-secret' }
    },
  },
  {
    platform: 'stripe',
    numberOf: ({ saleId }: Sale) => `pi_${saleId}`,
    play: async (url: string) => {
      const shop = await openStripe()
      return { shop: shop as Played, credentials: stripeKeys(shop), secret: shop.subscribe(url) }
    },
  },
] as const)('$platform', ({ platform, numberOf, play }) => {
  const receive = () =>
    opened(
      openPlatformServer({
        answer: () => ({ status: 200, body: '' }),
        rateLimited: () => ({ status: 429, body: '' }),
      }),
    )

  test("copies of its webhooks, as the vendor's own library signs them, are believed; others are not", async () => {
    const receiver = await receive()
    const { shop, secret } = await play(receiver.url)
    const sale = shop.sell({ amount: '100.00', cartToken: TOKEN })
    shop.clock.advance(60_000)
    shop.refund(sale, { line: 0, quantity: 0, amount: '40.00' })
    await shop.webhooks.deliver()
    const copies = receiver.requests.filter(({ body }) => body.startsWith('{'))
    expect(copies.length).toBeGreaterThan(1)
    mkdirSync(join(folder, 'copies'))
    const write = (name: string, copy: object) =>
      writeFileSync(join(folder, 'copies', name), JSON.stringify(copy))
    for (const [place, { headers, body }] of copies.entries()) write(`${place}.json`, { headers, body })
    const source = {
      kind: 'webhooks',
      connectionId: 'connection',
      folder: join(folder, 'copies'),
      platform,
    } as const

    const books = open({ ...source, secrets: ['an earlier one', secret] })
    await books.refresh()
    expect(books.takeWarnings()).toEqual([])
    expect(worthOf(books, numberOf(sale))).toEqual({ kept: 60_000_000n, links: [CODE] })
    const names = books.orders('connection', numberOf(sale))?.names ?? new Set()
    expect([names.has(`connection:${numberOf(sale)}`), names.size > 1]).toEqual([true, platform === 'stripe'])

    const forged = copies.map(({ headers, body }, place) => ({ headers, body: `${body} `, place }))
    for (const { place, ...copy } of forged) write(`${place}.json`, copy)
    write('notes.json', { hello: 'there' })
    const others = open({ ...source, secrets: [secret] })
    await others.refresh()
    expect(others.takeWarnings()).toHaveLength(copies.length + 1)
    expect(worthOf(others, numberOf(sale))).toBeUndefined()
  })

  test('its own interface tells orders and refunds, without any webhook', async () => {
    const { shop, credentials } = await play((await receive()).url)
    const sale = shop.sell({ amount: '100.00', cartToken: TOKEN })
    let later = 0
    const source = { kind: 'interface', connectionId: 'connection', credentials, readDays: 2 } as const
    const books = open(source, { now: () => shop.clock.now() + later })
    await books.refresh()
    expect(worthOf(books, numberOf(sale))).toEqual({ kept: 100_000_000n, links: [CODE] })
    expect(books.orders('another connection', numberOf(sale))).toBeUndefined()

    shop.clock.advance(60_000)
    shop.refund(sale, { line: 0, quantity: 0, amount: '40.00' })
    const asked = shop.requests.length
    later = -60_000 + 9_999
    await books.refresh()
    expect(shop.requests).toHaveLength(asked)
    expect(worthOf(books, numberOf(sale))?.kept).toBe(100_000_000n)
    later += 1
    await books.refresh()
    expect(worthOf(books, numberOf(sale))).toEqual({ kept: 60_000_000n, links: [CODE] })
    expect(books.takeWarnings()).toEqual([])
  })

  test('a shop that does not answer leaves the books unread, and is asked again at once', async () => {
    const { shop, credentials } = await play((await receive()).url)
    const sale = shop.sell({ amount: '100.00', cartToken: TOKEN })
    const books = open(
      { kind: 'interface', connectionId: 'connection', credentials, readDays: 2 },
      { now: shop.clock.now },
    )
    shop.spoil({ kind: 'server-error', status: 503 })
    await expect(books.refresh()).rejects.toThrow('Connection connection: ')
    await books.refresh()
    expect(worthOf(books, numberOf(sale))?.kept).toBe(100_000_000n)
  })

  test('credentials that the shop refuses end the command, and are not told', async () => {
    const { credentials } = await play((await receive()).url)
    const wrong = { ...credentials, ...(WRONG[platform] as object) } as typeof credentials
    const books = open({ kind: 'interface', connectionId: 'connection', credentials: wrong, readDays: 2 })
    const failure = await books.refresh().catch((error: unknown) => error)
    expect(failure).toMatchObject({ exitCode: 3 })
    expect(String(failure)).not.toMatch(/made_up/)
  })
})

test('a shop that wants to be left alone is not asked before its time', async () => {
  const shop = await openWoo()
  const credentials = wooKeys(shop)
  let later = 0
  const books = open(
    { kind: 'interface', connectionId: 'connection', credentials, readDays: 2 },
    { now: () => shop.clock.now() + later },
  )
  shop.spoil({ kind: 'rate-limited', retryAfterSeconds: 30 })
  await expect(books.refresh()).rejects.toThrow('fewer requests')
  later = 29_999
  await expect(books.refresh()).rejects.toThrow('fewer requests')
  expect(shop.requests).toHaveLength(1)
  later = 30_000
  await books.refresh()
  // The list of all orders, and the bin's.
  expect(shop.requests).toHaveLength(3)
})

const WRONG = {
  shopify: { clientSecret: 'made_up' },
  woocommerce: { consumerSecret: 'cs_made_up' },
  stripe: { apiKey: 'rk_made_up' },
} as const

test("what was paid in Stripe's sandbox is worth nothing where money is real", async () => {
  const shop = await openStripe()
  const receiver = await opened(
    openPlatformServer({
      answer: () => ({ status: 200, body: '' }),
      rateLimited: () => ({ status: 429, body: '' }),
    }),
  )
  const secret = shop.subscribe(receiver.url)
  const sale = shop.sell({ amount: '50.00', cartToken: TOKEN })
  await shop.webhooks.deliver()
  for (const [place, { headers, body }] of receiver.requests.entries())
    writeFileSync(join(folder, `${place}.json`), JSON.stringify({ headers, body }))
  const source = {
    kind: 'webhooks',
    connectionId: 'connection',
    folder,
    platform: 'stripe',
    secrets: [secret],
  } as const
  const real = open(source, { isTestnet: false })
  await real.refresh()
  expect(worthOf(real, `pi_${sale.saleId}`)).toBeUndefined()
  const play = open(source)
  await play.refresh()
  expect(worthOf(play, `pi_${sale.saleId}`)?.kept).toBe(50_000_000n)
})
