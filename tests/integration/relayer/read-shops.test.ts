// Shops that send nothing at all are read, from the real relayer to the reward; and a shop that does both tells each order
// once. All on the simulated shops' own interfaces.

import { afterAll, beforeAll, expect, test } from 'vitest'
import * as api from '../../support/api.ts'
import { startTestChain, type TestChain } from '../../support/chain.ts'
import { createTestDatabase, type TestDatabase } from '../../support/database.ts'
import * as outcomes from '../../support/outcomes.ts'
import { startRelayer, type TestRelayer } from '../../support/relayer.ts'
import * as shops from '../../support/shop.ts'
import type { Sale } from '../../support/shops/sale.ts'
import { openShopifyServer, type ShopifyServer } from '../../support/shops/shopify-server.ts'
import { openStripeServer, type StripeServer } from '../../support/shops/stripe-server.ts'
import { openWooServer, type WooServer } from '../../support/shops/woocommerce-server.ts'
import { until } from '../../support/until.ts'

type Pull = { readonly state: string; readonly lastError: string | null; readonly messages: number }
type Connection = { readonly connectionId: string; readonly webhookUrl: string; readonly pull: Pull }

let chain: TestChain
let database: TestDatabase
let relayer: TestRelayer
let shopify: ShopifyServer
let woo: WooServer
let stripe: StripeServer
let shop: shops.TestShop
let person: shops.Person
const connections: Record<string, string> = {}

beforeAll(async () => {
  ;[chain, database, shopify, woo, stripe] = await Promise.all([
    startTestChain(),
    createTestDatabase(),
    openShopifyServer(),
    openWooServer(),
    openStripeServer(),
  ])
  relayer = await startRelayer({ chain, database, env: { PULL_EVERY_SECONDS: '1' } })
  shop = await shops.openShop(relayer)
  person = await shops.join(relayer, shop)
})

afterAll(async () => {
  await relayer.stop()
  await Promise.all([chain.stop(), database.drop(), shopify.close(), woo.close(), stripe.close()])
})

async function connect(platform: string): Promise<void> {
  const body = { platform, currency: 'USD' }
  const { connectionId } = await api.post<Connection>(relayer, '/v1/connections', body, shop.apiKey)
  connections[platform] = connectionId
}

async function bring(platform: string, credentials: object): Promise<void> {
  const path = `/v1/connections/${connections[platform] ?? ''}/credentials`
  await api.post(relayer, path, { platform, ...credentials }, shop.apiKey)
}

const stateOf = async (platform: string): Promise<Connection> =>
  api.get(relayer, `/v1/connections/${connections[platform] ?? ''}`, shop.apiKey)

function untilState(platform: string, isThere: (pull: Pull) => boolean): Promise<Pull> {
  let last: Pull | undefined
  const look = async () => {
    last = (await stateOf(platform)).pull
    return isThere(last) ? last : undefined
  }
  return until(`the reading of ${platform} to be there`, look, { seen: () => last })
}

const landing = (token: string) => `/mugs?utm_id=${token}&ref=${person.code}`

async function numbersOfOrders(): Promise<readonly string[]> {
  const { data } = await api.get<{ data: readonly outcomes.Order[] }>(relayer, '/v1/orders', shop.apiKey)
  return data.map(({ externalId }) => externalId)
}

test('orders of shops that send nothing are read and rewarded, refunds too', async () => {
  await connect('shopify')
  await connect('woocommerce')
  await connect('stripe')
  await bring('shopify', {
    shopUrl: shopify.url,
    clientId: shopify.clientId,
    clientSecret: shopify.clientSecret,
  })
  await bring('woocommerce', {
    shopUrl: woo.url,
    consumerKey: woo.consumerKey,
    consumerSecret: woo.consumerSecret,
  })
  await bring('stripe', { apiKey: stripe.apiKey, apiUrl: stripe.url })

  const sale = { amount: '100.00', landing: landing(await shops.click(relayer, person.code)) }
  const sold = [shopify.sell(sale), woo.sell(sale), stripe.sell(sale)]
  expect(sold).toHaveLength(3)
  await until('three orders to be read', async () => (await numbersOfOrders()).length === 3)
  const numbers = await numbersOfOrders()
  for (const number of numbers) {
    await outcomes.untilReward(relayer, shop, number, 'five percent', ({ target }) => target === '5.00')
  }

  shopify.clock.advance(60_000)
  woo.clock.advance(60_000)
  stripe.clock.advance(60_000)
  shopify.refund(sold[0] as Sale, { line: 0, amount: '40.00' })
  woo.refund(sold[1] as Sale, { line: 0, amount: '40.00' })
  stripe.refund(sold[2] as Sale, { amount: '40.00' })
  for (const number of numbers) {
    await outcomes.untilReward(relayer, shop, number, 'less the refund', ({ target }) => target === '3.00')
  }
  const { pull } = await stateOf('shopify')
  expect(pull).toMatchObject({ state: 'on', lastError: null, messages: 2 })
})

test('an order that is read and sent as well, late, is one order, and nothing contradicts', async () => {
  const rotate = (platform: string, body: object) =>
    api.post<{ secret: string }>(
      relayer,
      `/v1/connections/${connections[platform] ?? ''}/rotate`,
      body,
      shop.apiKey,
    )
  const before = await outcomes.rewardsByOrder(relayer, shop)
  const { secret } = await rotate('woocommerce', {})
  expect(await woo.subscribe((await stateOf('woocommerce')).webhookUrl, secret)).toBe(true)
  shopify.subscribe((await stateOf('shopify')).webhookUrl)
  await rotate('shopify', { secret: shopify.clientSecret })
  await rotate('stripe', { secret: stripe.subscribe((await stateOf('stripe')).webhookUrl) })

  const sale = woo.sell({ amount: '60.00', landing: landing(await shops.click(relayer, person.code)) })
  for (const sender of [shopify, woo, stripe]) {
    const attempts = await sender.webhooks.deliver()
    expect(attempts.length).toBeGreaterThan(2)
    expect(new Set(attempts.map(({ status }) => status))).toEqual(new Set([200]))
  }
  await outcomes.untilReward(
    relayer,
    shop,
    `${sale.saleId}`,
    'five percent',
    ({ target }) => target === '3.00',
  )
  woo.clock.advance(60_000)
  woo.refund(sale, { line: 0, amount: '20.00' })
  await outcomes.untilReward(relayer, shop, `${sale.saleId}`, 'read', ({ target }) => target === '2.00')
  await outcomes.untilQuiet(relayer, shop)

  const after = await outcomes.rewardsByOrder(relayer, shop)
  expect(after.size).toBe(before.size + 1)
  for (const [number, { target }] of before) expect(after.get(number)?.target).toBe(target)
  const notices = await api.get<{ data: readonly object[] }>(relayer, '/v1/notices', shop.apiKey)
  expect(notices.data).toEqual([])
})

test('a shop that does not answer is said to, and goes on where it was', async () => {
  stripe.spoil({ kind: 'server-error', status: 503 })
  const failing = await untilState('stripe', ({ state }) => state === 'failing')
  expect(failing.lastError).toBe('The shop answered with status 503.')
  const sale = { amount: '80.00', landing: landing(await shops.click(relayer, person.code)) }
  const before = (await numbersOfOrders()).length
  stripe.sell(sale)
  await api.post(relayer, `/v1/connections/${connections['stripe'] ?? ''}/pull`, {}, shop.apiKey)
  await until('the order to be read', async () => (await numbersOfOrders()).length === before + 1)
  await untilState('stripe', ({ state }) => state === 'on')
})

test('nothing of the credentials is in the log, and a shop that takes them back is read no more', async () => {
  for (const secret of [shopify.clientSecret, woo.consumerSecret, stripe.apiKey])
    expect(relayer.output()).not.toContain(secret)
  const path = `/v1/connections/${connections['stripe'] ?? ''}/credentials/remove`
  await api.post(relayer, path, {}, shop.apiKey)
  expect((await stateOf('stripe')).pull.state).toBe('off')
  for (const again of [path, `/v1/connections/${connections['stripe'] ?? ''}/pull`]) {
    await expect(api.post(relayer, again, {}, shop.apiKey)).rejects.toThrow(/422: .*connection_not_readable/)
  }
})
