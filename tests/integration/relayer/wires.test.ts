// What comes by wire from the simulated shops, to its end: WooCommerce and Stripe from the order to the payment, with a
// refund inside the hold; a body that could not be read and later can; and what Shopify asks about personal data.

import { spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import * as api from '../../support/api.ts'
import { findFaults, paidTo, queryDatabase, warp } from '../../support/books.ts'
import { startTestChain, type TestChain } from '../../support/chain.ts'
import { createTestDatabase, type TestDatabase } from '../../support/database.ts'
import * as outcomes from '../../support/outcomes.ts'
import { startRelayer, type TestRelayer } from '../../support/relayer.ts'
import * as shops from '../../support/shop.ts'
import { openShopifyServer, type ShopifyServer } from '../../support/shops/shopify-server.ts'
import { openStripeServer, type StripeServer } from '../../support/shops/stripe-server.ts'
import { openWooServer, type WooServer } from '../../support/shops/woocommerce-server.ts'
import { until } from '../../support/until.ts'

const CLI = fileURLToPath(new URL('../../../src/cli/main.ts', import.meta.url))
const TEST_MILLISECONDS = 180_000

type Delivery = { deliveryId: string; topic: string; state: string; outcome: string | null }
type Connection = { connectionId: string; webhookUrl: string }

let chain: TestChain
let database: TestDatabase
let relayer: TestRelayer
let shopify: ShopifyServer
let woo: WooServer
let stripe: StripeServer
let shop: shops.TestShop
let person: shops.Person
let keyFile: string

beforeAll(async () => {
  ;[chain, database, shopify, woo, stripe] = await Promise.all([
    startTestChain(),
    createTestDatabase(),
    openShopifyServer(),
    openWooServer(),
    openStripeServer(),
  ])
  relayer = await startRelayer({ chain, database })
  shop = await shops.openShop(relayer)
  person = await shops.join(relayer, shop)
  keyFile = join(inject('runFolder'), 'wires-shop.key')
  writeFileSync(keyFile, shop.apiKey, { mode: 0o600 })
}, TEST_MILLISECONDS)

afterAll(async () => {
  await relayer?.stop()
  await Promise.all([chain?.stop(), database?.drop(), shopify?.close(), woo?.close(), stripe?.close()])
})

const connect = (platform: string, secret?: string): Promise<Connection> =>
  api.post(relayer, '/v1/connections', { platform, currency: 'USD', ...(secret && { secret }) }, shop.apiKey)

const landing = async (): Promise<string> =>
  `/mugs?utm_id=${await shops.click(relayer, person.code)}&ref=${person.code}`

/** A command that goes on while the test does; `said` is everything it has written. */
function startVouch(...command: readonly string[]) {
  const child = spawn(process.execPath, [CLI, ...command, '--key-file', keyFile, '--url', relayer.url])
  let text = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (text += chunk.toString()))
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve))
  return { said: () => text, ended }
}

/** The latest delivery of a topic, once it has been read. */
function untilRead(topic: string, isThere: (delivery: Delivery) => boolean = () => true): Promise<Delivery> {
  let last: Delivery | undefined
  const look = async () => {
    const { data } = await api.get<{ data: Delivery[] }>(relayer, '/v1/deliveries?limit=100', shop.apiKey)
    last = data.find((one) => one.topic === topic)
    return last && last.state !== 'received' && isThere(last) ? last : undefined
  }
  return until(`the ${topic} to be read`, look, { seen: () => last })
}

test(
  'orders of WooCommerce and Stripe are promised, less what went back inside the hold, and paid',
  async () => {
    const adding = startVouch('connection', 'add', '--platform', 'woocommerce', '--wait', '150')
    await until('the command to wait', () => adding.said().includes('Waiting for the first order'))
    const pasted = (name: string) => new RegExp(`^ +${name}: (.+)$`, 'm').exec(adding.said())?.[1] ?? ''
    expect(await woo.subscribe(pasted('Delivery URL'), pasted('Secret'))).toBe(true)
    const secret = stripe.subscribe((await connect('stripe')).webhookUrl)
    const { data } = await api.get<{ data: (Connection & { platform: string })[] }>(
      relayer,
      '/v1/connections',
      shop.apiKey,
    )
    const own = data.find(({ platform }) => platform === 'stripe')
    await api.post(relayer, `/v1/connections/${own?.connectionId}/rotate`, { secret }, shop.apiKey)

    const sold = [
      woo.sell({ amount: '100.00', landing: await landing() }),
      stripe.sell({ amount: '60.00', landing: await landing() }),
    ] as const
    await Promise.all([woo.webhooks.deliver(), stripe.webhooks.deliver()])
    expect(await adding.ended).toBe(0)
    expect(adding.said()).toContain('First order seen.')

    const promised = () => outcomes.rewardsByOrder(relayer, shop)
    await until('both to be promised', async () => {
      const all = Array.from((await promised()).values())
      return all.length === 2 && all.every(({ state }) => state === 'promised')
    })
    woo.clock.advance(60_000)
    stripe.clock.advance(60_000)
    woo.refund(sold[0], { line: 0, amount: '40.00' })
    stripe.refund(sold[1], { amount: '20.00' })
    await Promise.all([woo.webhooks.deliver(), stripe.webhooks.deliver()])
    await until('both to be amended', async () => {
      const reserved = Array.from((await promised()).values(), (reward) => reward.reserved)
      return reserved.toSorted().join() === '2.00,3.00'
    })
    // The books know before the chain has it; a hold that is over first would turn it into debt.
    await outcomes.untilQuiet(relayer, shop)

    await warp({ chain, database }, shops.BEYOND_HOLD_SECONDS)
    await until('both to be paid', async () => {
      const all = Array.from((await promised()).values())
      return all.every(({ state }) => state === 'paid')
    })
    await outcomes.untilQuiet(relayer, shop)
    expect(await paidTo(chain, person.payee)).toBe(5_000_000n)
    expect(await findFaults({ chain, database })).toEqual([])
  },
  TEST_MILLISECONDS,
)

test(
  'a signed body that cannot be read is parked with its reason, and read again once it can be',
  async () => {
    shopify.subscribe((await connect('shopify', shopify.clientSecret)).webhookUrl)
    shopify.sell({ amount: '10.00', landing: await landing(), email: 'mo@example.org' })
    await shopify.webhooks.deliver()
    shopify.tell('refunds/create', { id: 1, order_id: 'not a number' })
    await shopify.webhooks.deliver()
    const parked = await untilRead('refunds/create')
    expect(parked.state).toBe('parked')
    expect(parked.outcome).toMatch(/\S+ \S+/)

    const listed = startVouch('delivery', 'list')
    expect(await listed.ended).toBe(0)
    expect(listed.said()).toContain(`${parked.deliveryId} refunds/create: parked, ${parked.outcome}`)
    const { signInUrl } = await shopPage()
    expect(await (await fetch(signInUrl)).text()).toContain(`/deliveries/${parked.deliveryId}/replay`)

    // Its reader learns: here, that the body is one it has no use for.
    await queryDatabase(
      database,
      `update retailer_deliveries set headers = '{"x-shopify-topic":"carts/update"}' where delivery_id = $1`,
      [parked.deliveryId],
    )
    const replayed = startVouch('delivery', 'replay', parked.deliveryId)
    expect(await replayed.ended).toBe(0)
    const read = await untilRead('refunds/create', ({ state }) => state !== 'parked')
    expect(read).toMatchObject({ deliveryId: parked.deliveryId, state: 'skipped' })
    const again = await fetch(`${signInUrl}/deliveries/${parked.deliveryId}/replay`, {
      method: 'POST',
      redirect: 'manual',
    })
    expect(again.status).toBe(303)
  },
  TEST_MILLISECONDS,
)

async function orderNumbers(): Promise<readonly string[]> {
  const { data } = await api.get<{ data: readonly outcomes.Order[] }>(
    relayer,
    '/v1/orders?limit=100',
    shop.apiKey,
  )
  return data.map(({ externalId }) => externalId)
}

/** The shop's page, opened by its key. */
async function shopPage(): Promise<{ readonly signInUrl: string }> {
  const answer = await fetch(`${relayer.url}/shop`, {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams({ key: shop.apiKey }),
  })
  return { signInUrl: new URL(answer.headers.get('location') ?? '', relayer.url).href }
}

test(
  'a buyer who asks Shopify is told of and forgotten, and sums stand',
  async () => {
    const [sale] = shopify.book.all()
    const before = await outcomes.rewardsByOrder(relayer, shop)
    const buyer = { id: sale?.customerId, email: 'mo@example.org' }
    const shopDomain = { shop_id: 954_889, shop_domain: shopify.host }
    const ask = (id: number) => ({
      ...shopDomain,
      customer: buyer,
      orders_requested: [sale?.saleId],
      data_request: { id },
    })
    const seen = new Set<string>()
    const told = async (topic: string, body: object): Promise<string | null> => {
      shopify.tell(topic, body)
      await shopify.webhooks.deliver()
      const { deliveryId, outcome } = await untilRead(topic, (one) => !seen.has(one.deliveryId))
      seen.add(deliveryId)
      return outcome
    }
    expect(await told('customers/data_request', ask(1))).toContain(`orders ${sale?.saleId}, each with`)
    const redact = { ...shopDomain, customer: buyer, orders_to_redact: [sale?.saleId] }
    expect(await told('customers/redact', redact)).toBe('Forgot a buyer: 1 orders knew them.')
    expect(await told('customers/data_request', ask(2))).toBe('A buyer asks what is kept: nothing is.')

    const { saleId } = shopify.sell({ amount: '20.00', email: 'li@example.org' })
    await shopify.webhooks.deliver()
    await until('the other order', async () => (await orderNumbers()).includes(`${saleId}`))
    await outcomes.untilQuiet(relayer, shop)
    expect(await told('shop/redact', shopDomain)).toBe('Forgot the buyers of this shop: 1 orders knew one.')
    expect(await told('app/uninstalled', { id: 954_889, myshopify_domain: shopify.host })).toContain(
      'the app was removed',
    )
    const after = await outcomes.rewardsByOrder(relayer, shop)
    for (const [number, { target }] of before) expect(after.get(number)?.target).toBe(target)
    await outcomes.untilQuiet(relayer, shop)
    expect(await findFaults({ chain, database })).toEqual([])
  },
  TEST_MILLISECONDS,
)
