// Orders read from simulated shops of WooCommerce and Stripe: nothing is missed, whatever happens between two pages; and what
// every platform's reading does when the shop does not answer.

import { describe, expect, test } from 'vitest'
import { createShopApis } from '#commerce/shop-apis.ts'
import { firstCursor } from '#domain/pull-cursor.ts'
import type { ShopCredentials } from '#ports/shop-api.ts'
import { bodiesOf, localFetch, shopReader } from '../../support/shops/pull-all.ts'
import { openShopifyServer } from '../../support/shops/shopify-server.ts'
import { openStripeServer } from '../../support/shops/stripe-server.ts'
import { openWooServer } from '../../support/shops/woocommerce-server.ts'
import type { PlatformServer } from '../../support/shops/platform-server.ts'
import {
  DAY,
  failureOf,
  MINUTE,
  opened,
  SECOND,
  shopifyKeys,
  stripeKeys,
  wooKeys,
} from './simulated-shops.ts'

describe('WooCommerce', () => {
  test('misses no order while orders change between two pages', async () => {
    const shop = await opened(openWooServer())
    const from = shop.clock.now()
    for (let i = 0; i < 250; i++) {
      shop.clock.advance(SECOND)
      shop.sell({ amount: '20.00' })
    }
    const all = shop.book.all()
    const { messages, pages } = await shopReader(wooKeys(shop))(from, shop.clock.now(), (page) => {
      // What was on the first page moves to the end, so everything behind it moves up by fifty.
      if (page > 1) return
      shop.clock.advance(SECOND)
      for (const sale of all.slice(0, 50)) shop.cancel(sale)
    })
    expect(pages).toBe(4)
    const read = new Set(bodiesOf(messages).map(({ id }) => id))
    expect(all.filter(({ saleId }) => !read.has(saleId))).toEqual([])
  })

  test('reads more orders of one second than a page holds', async () => {
    const shop = await opened(openWooServer())
    const from = shop.clock.now()
    shop.clock.advance(MINUTE)
    for (let i = 0; i < 230; i++) shop.sell({ amount: '20.00' })
    const { messages } = await shopReader(wooKeys(shop))(from, shop.clock.now())
    expect(new Set(bodiesOf(messages).map(({ id }) => id)).size).toBe(230)
  })

  test('misses no order that becomes visible late while many change', async () => {
    const shop = await opened(openWooServer())
    const from = shop.clock.now()
    shop.clock.advance(10 * MINUTE)
    const first = Array.from({ length: 150 }, () => shop.sell({ amount: '20.00' }))
    shop.clock.advance(MINUTE)
    shop.sell({ amount: '20.00' })
    const read = shopReader(wooKeys(shop))
    const { cursor } = await read(from, shop.clock.now())
    // Changed half a minute before the newest change that was read, and seen only now.
    const late = shop.sell({ amount: '21.00' })
    late.updatedAt = from + 10 * MINUTE + 30 * SECOND
    const { messages } = await read(cursor, shop.clock.now())
    const ids = new Set(bodiesOf(messages).map(({ id }) => id))
    expect(ids).toContain(late.saleId)
    expect(ids).toContain(first[149]?.saleId)
  })

  test('begins the next reading two minutes before the newest change', async () => {
    const shop = await opened(openWooServer())
    const from = shop.clock.now()
    shop.clock.advance(10 * MINUTE)
    shop.sell({ amount: '20.00' })
    const read = shopReader(wooKeys(shop))
    const { cursor } = await read(from, shop.clock.now())
    expect(cursor).toEqual({ since: from + 8 * MINUTE, newest: from + 10 * MINUTE, place: null })
    shop.clock.advance(30 * MINUTE)
    const again = await read(cursor, shop.clock.now())
    expect(again.messages).toHaveLength(1)
    expect(again.cursor).toEqual(cursor)
  })

  test('an order that is dated far ahead does not hide those of the days until then', async () => {
    const shop = await opened(openWooServer())
    const from = shop.clock.now()
    shop.sell({ amount: '20.00' })
    const ahead = shop.sell({ amount: '21.00' })
    ahead.updatedAt = from + 400 * DAY
    const read = shopReader(wooKeys(shop))
    const { cursor } = await read(from, shop.clock.now())
    shop.clock.advance(5 * MINUTE)
    const next = shop.sell({ amount: '22.00' })
    const { messages } = await read(cursor, shop.clock.now())
    expect(bodiesOf(messages).map(({ id }) => id)).toContain(next.saleId)
  })

  test('reads orders of the bin too, with when they were put there, and says when one is gone', async () => {
    const shop = await opened(openWooServer())
    const from = shop.clock.now()
    const [kept, binned, gone] = [0, 1, 2].map(() => shop.sell({ amount: '20.00' }))
    shop.clock.advance(MINUTE)
    shop.remove(binned!)
    shop.destroy(gone!)
    const { messages } = await shopReader(wooKeys(shop))(from, shop.clock.now())
    const at = (milliseconds: number) => new Date(milliseconds).toISOString().slice(0, 19)
    expect(
      bodiesOf(messages).map(({ id, status, date_modified_gmt: changed }) => [id, status, changed]),
    ).toEqual([
      [kept?.saleId, 'processing', at(from)],
      [binned?.saleId, 'trash', at(from + MINUTE)],
    ])
    const { find } = createShopApis(localFetch).woocommerce
    expect(await find(wooKeys(shop), `${gone?.saleId}`)).toBe('gone')
    const seen = await find(wooKeys(shop), `${binned?.saleId}`)
    expect(seen === 'gone' ? seen : bodiesOf([seen])[0]).toMatchObject({
      id: binned?.saleId,
      status: 'trash',
    })
    shop.spoil({ kind: 'server-error', status: 503 })
    await expect(find(wooKeys(shop), `${gone?.saleId}`)).rejects.toMatchObject({ kind: 'unavailable' })
  })

  test('misses nothing of a full bin beside a full list', async () => {
    const shop = await opened(openWooServer())
    const from = shop.clock.now()
    for (let i = 0; i < 320; i++) {
      shop.clock.advance(i % 3 === 0 ? SECOND : 0)
      const sale = shop.sell({ amount: '20.00' })
      if (i % 2 === 0) shop.remove(sale)
    }
    const { messages } = await shopReader(wooKeys(shop))(from, shop.clock.now())
    expect(new Set(bodiesOf(messages).map(({ id }) => id)).size).toBe(320)
  })

  test('keeps numbers longer than a JavaScript number holds', async () => {
    const api = createShopApis(() =>
      Promise.resolve({
        status: 200,
        headers: {},
        body: new TextEncoder().encode(
          '[{"id":7,"date_modified_gmt":"2026-03-01T12:00:00","meta_data":[{"value":9007199254740993}]}]',
        ),
      }),
    ).woocommerce
    const credentials = {
      platform: 'woocommerce',
      address: 'https://x.example',
      consumerKey: 'ck_1',
      consumerSecret: 'cs_1',
    } as const
    const { messages } = await api.pull(credentials, { cursor: firstCursor(0), now: 1 })
    expect(new TextDecoder().decode(messages[0]?.rawBody)).toContain('"value":9007199254740993}')
  })
})

describe('Stripe', () => {
  test('gives its events oldest first within a page, and goes on after an interruption', async () => {
    const shop = await opened(openStripeServer())
    const from = shop.clock.now()
    for (let i = 0; i < 90; i++) {
      shop.clock.advance(SECOND)
      shop.sell({ amount: '20.00' })
    }
    const api = createShopApis(localFetch).stripe
    const keys = stripeKeys(shop)
    const first = await api.pull(keys, { cursor: firstCursor(from), now: shop.clock.now() })
    expect(first.isCaughtUp).toBe(false)
    // Another process goes on from what was kept, while the shop sells.
    shop.clock.advance(SECOND)
    shop.sell({ amount: '21.00' })
    const rest = await shopReader(keys)(first.cursor, shop.clock.now())
    const next = await shopReader(keys)(rest.cursor, shop.clock.now())
    const ids = [...first.messages, ...rest.messages, ...next.messages].map(
      ({ rawBody }) => bodiesOf([{ headers: {}, rawBody }]).map(({ id }) => id)[0],
    )
    expect(new Set(ids).size).toBe(182)
    const page = bodiesOf(first.messages).map(({ created }) => Number(created))
    expect(page).toEqual(page.toSorted((a, b) => a - b))
  })

  test('begins the sweep again when the event that it was interrupted at has left the list', async () => {
    const shop = await opened(openStripeServer())
    const from = shop.clock.now()
    shop.clock.advance(SECOND)
    shop.sell({ amount: '20.00' })
    const gone = { since: from, newest: from, place: 'evt_gone' }
    const { messages } = await shopReader(stripeKeys(shop))(gone, shop.clock.now())
    expect(messages).toHaveLength(2)
  })
})

describe.each([
  [
    'Shopify',
    async (): Promise<[PlatformServer, ShopCredentials]> => {
      const shop = await opened(openShopifyServer())
      return [shop, shopifyKeys(shop)]
    },
  ],
  [
    'WooCommerce',
    async (): Promise<[PlatformServer, ShopCredentials]> => {
      const shop = await opened(openWooServer())
      return [shop, wooKeys(shop)]
    },
  ],
  [
    'Stripe',
    async (): Promise<[PlatformServer, ShopCredentials]> => {
      const shop = await opened(openStripeServer())
      return [shop, stripeKeys(shop)]
    },
  ],
])('%s', (_, started) => {
  test.each([
    ['an error of its server', { kind: 'server-error', status: 502 } as const, 'unavailable'],
    ['a page for people', { kind: 'not-json' } as const, 'unavailable'],
    ['half an answer', { kind: 'cut-off' } as const, 'unavailable'],
    ['a redirect', { kind: 'redirect', location: 'http://127.0.0.1:1/elsewhere' } as const, 'refused'],
  ])('that answers with %s is read again later, from the same place', async (_name, fault, kind) => {
    const [shop, keys] = await started()
    const read = shopReader(keys)
    const from = Date.UTC(2026, 0, 1)
    shop.spoil(fault)
    const failure = await failureOf(read(from, from))
    expect(failure.kind).toBe(kind)
    expect(failure.message).not.toMatch(/shpss|cs_|rk_|127\.0\.0\.1/)
    await expect(read(from, from)).resolves.toMatchObject({ pages: 1 })
  })
})
