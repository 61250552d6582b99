// Shopify's orders read from a simulated shop's GraphQL interface: each once, as its webhooks tell them, at the pace that it
// allows.

import { describe, expect, test } from 'vitest'
import { createShopApis } from '#commerce/shop-apis.ts'
import { shopifyAdapter } from '#commerce/shopify/shopify-adapter.ts'
import { firstCursor } from '#domain/pull-cursor.ts'
import type { DecodedDelivery, DecodedFact } from '#ports/commerce.ts'
import { ShopApiFailure, type ShopPage } from '#ports/shop-api.ts'
import { macs } from '#store/macs.ts'
import { bodiesOf, localFetch, shopReader } from '../../support/shops/pull-all.ts'
import { restOrder, restRefund } from '../../support/shops/shopify-rest.ts'
import { openShopifyServer } from '../../support/shops/shopify-server.ts'
import { DAY, failureOf, MINUTE, opened, SECOND, shopifyKeys } from './simulated-shops.ts'

describe('Shopify', () => {
  test('gives every order once, oldest change first, with a token that is asked for once', async () => {
    const shop = await opened(openShopifyServer())
    const from = shop.clock.now()
    for (let i = 0; i < 12; i++) {
      shop.clock.advance(SECOND)
      shop.sell({ amount: '20.00' })
    }
    const { messages, pages } = await shopReader(shopifyKeys(shop))(from, shop.clock.now())
    expect(pages).toBe(3)
    expect(bodiesOf(messages).map(({ id }) => id)).toEqual(shop.book.all().map(({ saleId }) => `${saleId}`))
    expect(shop.requests.filter(({ path }) => path.endsWith('access_token'))).toHaveLength(1)
  })

  test('tells an order with a discount, a shipping refund and a returned line as its webhooks do', async () => {
    const shop = await opened(openShopifyServer())
    const from = shop.clock.now()
    const sale = shop.sell({
      lines: [
        { quantity: 2, price: '25.00', discount: '2.00' },
        { quantity: 1, price: '9.99' },
      ],
      shipping: '4.50',
      tax: '3.00',
      coupons: ['MIA10'],
      landing: '/mugs?utm_id=abcde23456789-t8k3k0-23456789abcdefgh-00112233445566778899&ref=abcde23456789',
    })
    shop.clock.advance(10 * MINUTE)
    shop.refund(sale, { line: 0, quantity: 1, amount: '24.00', shipping: '4.50' })
    shop.clock.advance(MINUTE)
    shop.refund(sale, { amount: '5.00' })

    const { messages } = await shopReader(shopifyKeys(shop))(from, shop.clock.now())
    const pulled = factsOf(messages.map((request) => decodeShopify(request)))
    const webhook = (topic: string, body: object) =>
      decodeShopify({
        headers: { 'x-shopify-topic': topic },
        rawBody: new TextEncoder().encode(JSON.stringify(body)),
      })
    const sent = factsOf([
      webhook('orders/updated', restOrder(sale, shop.host)),
      ...sale.refunds.map((refund) => webhook('refunds/create', restRefund(sale, refund))),
    ])
    expect(pulled.size).toBe(4)
    for (const [key, fact] of pulled) expect(sent.get(key)).toEqual(fact)
    expect(pulled.get('paid')).toMatchObject({
      eligibleMicros: 57_990_000n,
      totalMicros: 65_490_000n,
      references: [
        { carriage: 'landing-site', kind: 'click-token' },
        { carriage: 'landing-site', kind: 'link-code', value: 'abcde23456789' },
        { carriage: 'discount-code', kind: 'coupon', value: 'MIA10' },
      ],
      buyerEmail: sale.email,
    })
  })

  test('asks for the lines and refunded lines that did not come with an order', async () => {
    const shop = await opened(openShopifyServer())
    const from = shop.clock.now()
    const lines = Array.from({ length: 150 }, () => ({ price: '1.00' }))
    const sale = shop.sell({ lines })
    const { messages } = await shopReader(shopifyKeys(shop))(from, shop.clock.now())
    const [body = {}] = bodiesOf(messages)
    expect((body['line_items'] as { id: string }[]).map(({ id }) => id)).toEqual(
      sale.lines.map(({ lineId }) => `${lineId}`),
    )
  })

  test('asks for a new token when the one it has ends, and when it is refused before', async () => {
    const shop = await opened(openShopifyServer())
    const read = shopReader(shopifyKeys(shop))
    const from = shop.clock.now()
    const grants = () => shop.requests.filter(({ path }) => path.endsWith('access_token')).length
    const { cursor } = await read(from, shop.clock.now())
    await read(cursor, shop.clock.now())
    expect(grants()).toBe(1)
    shop.revokeTokens()
    await read(cursor, shop.clock.now())
    expect(grants()).toBe(2)
    // Four minutes before its end a token is old already.
    shop.clock.advance(DAY - 4 * MINUTE)
    await read(cursor, shop.clock.now())
    expect(grants()).toBe(3)
  })

  test('a wrong secret is refused in a sentence that holds none of it', async () => {
    const shop = await opened(openShopifyServer())
    const read = shopReader({ ...shopifyKeys(shop), clientSecret: 'shpss_wrong' })
    const { kind, message } = await failureOf(read(shop.clock.now(), shop.clock.now()))
    expect(kind).toBe('refused')
    expect(message).toBe("Shopify does not know this app's client id and secret.")
  })

  test('waits as long as its points take to come back, and then goes on', async () => {
    const shop = await opened(openShopifyServer())
    const from = shop.clock.now()
    for (let i = 0; i < 120; i++) shop.sell({ lines: Array.from({ length: 8 }, () => ({ price: '1.00' })) })
    const api = createShopApis(localFetch).shopify
    let cursor = firstCursor(from)
    const waits: number[] = []
    let read = 0
    for (;;) {
      const page = await api
        .pull(shopifyKeys(shop), { cursor, now: shop.clock.now() })
        .catch((error: unknown) => error)
      if (page instanceof ShopApiFailure) {
        expect([page.kind, page.retryAfterMs]).toEqual(['throttled', expect.any(Number)])
        waits.push(page.retryAfterMs)
        shop.clock.advance(page.retryAfterMs + SECOND)
        continue
      }
      const { messages, isCaughtUp, waitMs = 0, cursor: next } = page as ShopPage
      cursor = next
      read += messages.length
      if (isCaughtUp) break
      shop.clock.advance(waitMs)
    }
    expect(read).toBe(120)
    expect(waits.length).toBeGreaterThan(0)
    // A bucket of 2 000 points that fills by 100 a second is empty for ten seconds at most before a page of 1 000.
    expect(waits.every((wait) => wait > 0 && wait <= 10_000)).toBe(true)
  })

  test('says that it is asked for too much, and when to ask again', async () => {
    const shop = await opened(openShopifyServer())
    const read = shopReader(shopifyKeys(shop))
    const { cursor } = await read(shop.clock.now(), shop.clock.now())
    shop.spoil({ kind: 'rate-limited' })
    const failure = await failureOf(read(cursor, shop.clock.now()))
    expect(failure.kind).toBe('throttled')
  })
})

function decodeShopify(request: Parameters<ReturnType<typeof shopifyAdapter>['decode']>[0]): DecodedDelivery {
  return shopifyAdapter(macs).decode(request)
}

function factsOf(deliveries: readonly DecodedDelivery[]): ReadonlyMap<string, DecodedFact> {
  return new Map(
    deliveries.flatMap((delivery) =>
      delivery.kind === 'facts'
        ? delivery.facts.flatMap((fact) => ('factKey' in fact ? [[fact.factKey, fact] as const] : []))
        : [],
    ),
  )
}
