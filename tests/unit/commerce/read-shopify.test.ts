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
import { restDispute, restOrder, restRefund } from '../../support/shops/shopify-rest.ts'
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

describe('disputes of Shopify Payments', () => {
  test('are read as their webhooks tell them, and again once the bank has decided', async () => {
    const shop = await opened(openShopifyServer())
    const sale = shop.sell({ amount: '20.00' })
    shop.clock.advance(DAY)
    const dispute = shop.dispute(sale, '15.00')
    const from = shop.clock.now()
    // A dispute changes nothing of its order.
    sale.updatedAt = sale.createdAt
    const read = shopReader(shopifyKeys(shop))
    const first = await read(from, shop.clock.now())
    expect(bodiesOf(first.messages)).toHaveLength(1)
    const told = restDispute(sale, dispute)
    const rawBody = new TextEncoder().encode(JSON.stringify(told))
    const byWebhook = decodeShopify({ headers: { 'x-shopify-topic': 'disputes/create' }, rawBody })
    expect(factsOf(first.messages.map(decodeShopify))).toEqual(factsOf([byWebhook]))
    expect([...factsOf([byWebhook]).keys()]).toEqual([`dispute-opened:${dispute.disputeId}:15000000`])

    shop.clock.advance(30 * DAY)
    shop.closeDispute(sale, dispute, 'lost')
    const second = await read(first.cursor, shop.clock.now())
    const facts = [...factsOf(second.messages.map(decodeShopify)).values()]
    expect(facts.map(({ kind }) => kind)).toContain('dispute-closed')
    expect(facts.find(({ kind }) => kind === 'dispute-closed')).toMatchObject({
      disputeId: String(dispute.disputeId),
      outcome: 'lost',
    })
  })

  test('are read back for 180 days, and over more pages than one', async () => {
    const shop = await opened(openShopifyServer())
    const sale = shop.sell({ amount: '2000.00' })
    shop.dispute(sale, '1.00')
    shop.clock.advance(DAY)
    for (let i = 0; i < 60; i++) shop.dispute(sale, '2.00')
    shop.clock.advance(180 * DAY)
    const { messages } = await shopReader(shopifyKeys(shop))(shop.clock.now(), shop.clock.now())
    expect(bodiesOf(messages).map(({ amount }) => amount)).toEqual(Array.from({ length: 60 }, () => '2.00'))
  })

  test('keep no order back while the app may not read them, or Shopify does not say', async () => {
    const shop = await opened(openShopifyServer())
    const sale = shop.sell({ amount: '20.00' })
    shop.dispute(sale, '15.00')
    const api = createShopApis(localFetch).shopify
    const pull = () =>
      api.pull(shopifyKeys(shop), { cursor: firstCursor(sale.createdAt), now: shop.clock.now() })
    expect((await pull()).withheld).toBeNull()
    shop.allowDisputes(false)
    const denied = await pull()
    expect(bodiesOf(denied.messages).map(({ id }) => id)).toEqual([String(sale.saleId)])
    expect(denied.withheld).toBe(
      'Shopify does not let the app read disputes. Give it the scope read_shopify_payments_disputes, or let Shopify ' +
        'send its event for disputes.',
    )
    shop.allowDisputes(true)
    expect((await pull()).messages).toHaveLength(2)
  })

  test('that were prevented take nothing, and those without an order are left', () => {
    const body = {
      id: 5,
      order_id: 7,
      type: 'chargeback',
      amount: '9.00',
      currency: 'USD',
      initiated_at: '2026-03-01T12:00:00Z',
    }
    const decoded = (change: object) =>
      decodeShopify({
        headers: { 'x-shopify-topic': 'disputes/update' },
        rawBody: new TextEncoder().encode(JSON.stringify({ ...body, ...change })),
      })
    expect(decoded({ status: 'prevented' })).toMatchObject({
      facts: [{ kind: 'dispute-opened' }, { kind: 'dispute-closed', outcome: 'won' }],
    })
    expect(decoded({ status: 'needs_response', order_id: null })).toMatchObject({ kind: 'skipped' })
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
