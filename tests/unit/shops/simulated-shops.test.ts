// The simulated shops speak as the real ones do; the vendors' own libraries judge what they sign and answer.

import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Stripe } from 'stripe'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openShopifyServer } from '../../support/shops/shopify-server.ts'
import { openStripeServer } from '../../support/shops/stripe-server.ts'
import { virtualClock } from '../../support/shops/virtual-clock.ts'
import { openWooServer } from '../../support/shops/woocommerce-server.ts'

const NOON = Date.parse('2026-11-01T12:00:00Z')
const HOUR_MS = 3_600_000

type Received = { readonly headers: Record<string, unknown>; readonly body: string }

/** An address that answers with the next of these statuses, the last one for ever. */
async function openReceiver(...statuses: readonly number[]) {
  const received: Received[] = []
  const server = createServer((request, response) => {
    let body = ''
    request.setEncoding('utf8').on('data', (text: string) => (body += text))
    request.on('end', () => {
      response.writeHead(statuses[Math.min(received.length, statuses.length - 1)] ?? 200).end()
      received.push({ headers: request.headers, body })
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/hook`,
    received,
    close: () => {
      server.close()
      server.closeAllConnections()
    },
  }
}

const closers: (() => unknown)[] = []
let clock = virtualClock(NOON)
beforeEach(() => {
  clock = virtualClock(NOON)
})
afterEach(async () => {
  for (const close of closers.splice(0)) await close()
})

async function open<T extends { readonly close: () => unknown }>(opening: Promise<T>): Promise<T> {
  const opened = await opening
  closers.push(opened.close)
  return opened
}

test('Shopify retries eight times within four hours, then removes the subscription', async () => {
  const shop = await open(openShopifyServer({ clock }))
  const receiver = await open(openReceiver(500))
  shop.subscribe(receiver.url)
  shop.tell('orders/paid', { id: 1 })
  await shop.webhooks.deliver()
  const attempts = await shop.webhooks.advance(4 * HOUR_MS)
  expect(attempts).toHaveLength(8)
  expect(shop.webhooks.state()).toBe('given-up')
  shop.tell('orders/paid', { id: 2 })
  await shop.webhooks.advance(24 * HOUR_MS)
  expect(receiver.received).toHaveLength(9)
})

test('Shopify asks for a token, and a token lives a day less a second', async () => {
  const shop = await open(openShopifyServer({ clock }))
  shop.sell({ amount: '20.00' })
  const query = async (token: string): Promise<Response> =>
    fetch(`${shop.url}/admin/api/2026-10/graphql.json`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-shopify-access-token': token },
      body: JSON.stringify({ query: '{ orders(first: 1) { nodes { id } } }' }),
    })
  expect((await query('shpat_none')).status).toBe(401)
  const granted = await fetch(`${shop.url}/admin/oauth/access_token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: shop.clientId,
      client_secret: shop.clientSecret,
    }),
  })
  const { access_token: token, expires_in: seconds } = (await granted.json()) as {
    access_token: string
    expires_in: number
  }
  expect(seconds).toBe(86_399)
  expect((await query(token)).status).toBe(200)
  clock.advance(86_399_000)
  expect((await query(token)).status).toBe(401)
})

async function askShopify(
  shop: Awaited<ReturnType<typeof openShopifyServer>>,
  query: string,
  variables = {},
) {
  const granted = await fetch(`${shop.url}/admin/oauth/access_token`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      grant_type: 'client_credentials',
      client_id: shop.clientId,
      client_secret: shop.clientSecret,
    }),
  })
  const { access_token: token } = (await granted.json()) as { access_token: string }
  const answer = await fetch(`${shop.url}/admin/api/2026-10/graphql.json`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-shopify-access-token': token },
    body: JSON.stringify({ query, variables }),
  })
  return (await answer.json()) as Record<string, unknown>
}

const ORDERS = `query Orders($after: String, $since: String!) {
  orders(first: 2, after: $after, query: $since, sortKey: UPDATED_AT) {
    edges { cursor node { ...Told } }
    pageInfo { hasNextPage endCursor }
  }
}
fragment Told on Order { id total: totalPriceSet { shopMoney { amount } } }`

test('Shopify lists orders by when they changed, page by page, with only the fields asked for', async () => {
  const shop = await open(openShopifyServer({ clock }))
  const first = shop.sell({ amount: '20.00' })
  clock.advance(1000)
  shop.sell({ amount: '21.00' })
  clock.advance(1000)
  shop.sell({ amount: '22.00' })
  clock.advance(1000)
  shop.refund(first, { amount: '5.00' })
  const since = 'updated_at:>=2026-11-01T12:00:02Z'
  const page = await askShopify(shop, ORDERS, { since })
  const totals = (answer: Record<string, unknown>) =>
    (answer['data'] as { orders: { edges: { node: unknown }[] } }).orders.edges.map(({ node }) => node)
  expect(totals(page)).toEqual([
    { id: 'gid://shopify/Order/5000000000009', total: { shopMoney: { amount: '22.00' } } },
    { id: 'gid://shopify/Order/5000000000001', total: { shopMoney: { amount: '20.00' } } },
  ])
  const { pageInfo } = (page['data'] as { orders: { pageInfo: { hasNextPage: boolean; endCursor: string } } })
    .orders
  expect(pageInfo.hasNextPage).toBe(false)
  const rest = await askShopify(shop, ORDERS, { since: 'updated_at:>=2026-11-01', after: pageInfo.endCursor })
  expect(totals(rest)).toEqual([])
})

test('Shopify refuses a field that an order does not have, and throttles an empty bucket', async () => {
  const shop = await open(openShopifyServer({ clock }))
  shop.sell({ amount: '20.00' })
  expect(await askShopify(shop, '{ orders(first: 1) { nodes { price } } }')).toEqual({
    errors: [
      { message: "Field 'price' doesn't exist on type 'Order'", extensions: { code: 'undefinedField' } },
    ],
  })
  // Each order of these answers costs three points: itself, its connection and the root. The bucket holds 2 000.
  let answer: Record<string, unknown> = {}
  for (let i = 0; i < 667; i++) answer = await askShopify(shop, '{ orders(first: 1) { nodes { id } } }')
  expect(answer).toMatchObject({ errors: [{ message: 'Throttled', extensions: { code: 'THROTTLED' } }] })
  clock.advance(1000)
  expect(await askShopify(shop, '{ orders(first: 1) { nodes { id } } }')).toHaveProperty('data')
})

test('WooCommerce sends a ping, signs the body, never sends again, and stops after six failures in a row', async () => {
  const shop = await open(openWooServer({ clock }))
  const receiver = await open(openReceiver(200, 500))
  expect(await shop.subscribe(receiver.url, 'secret')).toBe(true)
  expect(receiver.received[0]?.body).toBe('webhook_id=7')
  for (let i = 0; i < 8; i++) shop.sell({ amount: '20.00', isUnpaid: true })
  await shop.webhooks.deliver()
  await shop.webhooks.advance(24 * HOUR_MS)
  expect(receiver.received).toHaveLength(7)
  expect(shop.webhooks.state()).toBe('given-up')
})

test('WooCommerce lists what changed after an instant, with the number of pages', async () => {
  const shop = await open(openWooServer({ clock }))
  shop.sell({ amount: '20.00' })
  clock.advance(1000)
  shop.sell({ amount: '21.00', landing: 'https://shop.example/?ref=abc&utm_id=tok' })
  const get = (query: string, key = shop.consumerKey): Promise<Response> =>
    fetch(`${shop.url}/wp-json/wc/v3/orders?${query}`, {
      headers: { authorization: `Basic ${btoa(`${key}:${shop.consumerSecret}`)}` },
    })
  expect((await get('', 'ck_wrong')).status).toBe(401)
  const answer = await get('modified_after=2026-11-01T12:00:00&dates_are_gmt=true&orderby=modified&order=asc')
  expect(answer.headers.get('x-wp-total')).toBe('1')
  const [order] = (await answer.json()) as [{ total: string; meta_data: { key: string; value: string }[] }]
  expect(order.total).toBe('21.00')
  expect(order.meta_data).toContainEqual({ id: 200051, key: '_wc_order_attribution_utm_id', value: 'tok' })
  const paged = await get('per_page=1&page=2&orderby=id&order=asc')
  expect(paged.headers.get('x-wp-totalpages')).toBe('2')
})

test('Stripe signs each attempt anew, as its library verifies', async () => {
  const shop = await open(openStripeServer({ clock, signedAt: clock.now }))
  const receiver = await open(openReceiver(503, 200))
  const secret = shop.subscribe(receiver.url)
  shop.sell({ amount: '20.00', isUnpaid: true })
  await shop.webhooks.deliver()
  await shop.webhooks.advance(5 * 60_000)
  const [first, again] = receiver.received
  expect(again?.body).toBe(first?.body)
  const signature = (one: Received | undefined): string => String(one?.headers['stripe-signature'])
  expect(signature(again)).not.toBe(signature(first))
  const judged = Stripe.webhooks.constructEvent(
    again?.body ?? '',
    signature(again),
    secret,
    300,
    undefined,
    clock.now(),
  )
  expect(judged.type).toBe('checkout.session.completed')
})

test("Stripe's own client reads the list of events, newest first, and thirty days back", async () => {
  const shop = await open(openStripeServer({ clock }))
  const { hostname: host, port } = new URL(shop.url)
  const client = new Stripe(shop.apiKey, { host, port: Number(port), protocol: 'http', maxNetworkRetries: 0 })
  const sale = shop.sell({ amount: '20.00' })
  shop.refund(sale, { amount: '5.00' })
  const types: string[] = []
  for await (const event of client.events.list({ limit: 2 })) types.push(event.type)
  expect(types).toEqual([
    'charge.refunded',
    'refund.created',
    'charge.succeeded',
    'payment_intent.succeeded',
    'checkout.session.completed',
  ])
  shop.spoil({ kind: 'rate-limited' })
  await expect(client.events.list()).rejects.toThrow('Request rate limit exceeded.')
  clock.advance(30 * 24 * HOUR_MS)
  expect((await client.events.list()).data).toEqual([])
})

test('messages are lost, doubled, late and reordered as a test asks', async () => {
  const shop = await open(openShopifyServer({ clock }))
  const receiver = await open(openReceiver(200))
  shop.subscribe(receiver.url)
  const { mood } = shop.webhooks
  mood.lose = 1
  shop.tell('orders/paid', { id: 1 })
  mood.copies = 2
  shop.tell('orders/paid', { id: 2 })
  mood.copies = 1
  mood.isReversed = true
  shop.tell('orders/paid', { id: 3 })
  mood.lateMs = HOUR_MS
  shop.tell('orders/paid', { id: 4 })
  await shop.webhooks.deliver()
  expect(receiver.received.map(({ body }) => body)).toEqual(['{"id":3}', '{"id":2}', '{"id":2}'])
  await shop.webhooks.advance(HOUR_MS)
  expect(receiver.received.at(-1)?.body).toBe('{"id":4}')
})
