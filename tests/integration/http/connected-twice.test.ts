// A shop that is connected twice, or anew, tells of the same orders through both connections: each is one order, with what
// was given back of it. Through the real store.

import { createHmac } from 'node:crypto'
import { Stripe } from 'stripe'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { processDelivery } from '#app/deliveries/process-delivery.ts'
import { retailerIdOf } from '#domain/ids.ts'
import { order, refund } from '../../unit/commerce/shopify-bodies.ts'
import {
  chargeBody,
  invoiceBody,
  refundBody,
  sessionBody,
  stripeEventBody,
} from '../../unit/commerce/stripe-bodies.ts'
import { wooOrderBody } from '../../unit/commerce/woo-bodies.ts'
import { makeHostileWorld, type HostileWorld } from './hostile-world.ts'

let world: HostileWorld

type Platform = 'shopify' | 'woocommerce' | 'stripe'
type Connection = { connectionId: string; secret: string; webhookUrl: string }

beforeAll(async () => {
  world = await makeHostileWorld()
})

afterAll(() => world?.relayer.stop())

async function connect(platform: Platform): Promise<Connection> {
  const body = JSON.stringify({ platform, currency: 'USD' })
  const answer = await world.send('POST', '/v1/connections', { body, key: world.shop.apiKey })
  return (await answer.json()) as Connection
}

function headersOf(platform: Platform, secret: string, text: string, topic: string): Record<string, string> {
  if (platform === 'stripe')
    return { 'stripe-signature': Stripe.webhooks.generateTestHeaderString({ payload: text, secret }) }
  const mac = createHmac('sha256', secret).update(text).digest('base64')
  return platform === 'shopify'
    ? { 'x-shopify-hmac-sha256': mac, 'x-shopify-topic': topic }
    : { 'x-wc-webhook-signature': mac, 'x-wc-webhook-topic': topic }
}

async function send(
  platform: Platform,
  { secret, webhookUrl, connectionId }: Connection,
  body: object,
  topic = '',
) {
  const text = JSON.stringify(body)
  const headers = headersOf(platform, secret, text, topic)
  const answer = await world.send('POST', new URL(webhookUrl).pathname, { body: text, headers })
  expect(answer.status).toBe(200)
  const retailerId = retailerIdOf(connectionId) ?? ''
  const rows = await world.relayer.deps.retailers.transaction(retailerId, (unit) =>
    unit.deliveries.list({ limit: 100, after: undefined }),
  )
  for (const { deliveryId, state } of rows)
    if (state === 'received') await processDelivery(world.relayer.deps, { retailerId, deliveryId })
}

async function ordersOf(...externalIds: readonly string[]) {
  const answer = await world.send('GET', '/v1/orders?limit=100', { key: world.shop.apiKey })
  const { data } = (await answer.json()) as { data: Record<string, string>[] }
  return data
    .filter(({ externalId }) => externalIds.includes(externalId ?? ''))
    .map(({ externalId, eligible, refunded }) => ({ externalId, eligible, refunded }))
}

async function contradictions(): Promise<number> {
  const answer = await world.send('GET', '/v1/notices', { key: world.shop.apiKey })
  return ((await answer.json()) as { data: unknown[] }).data.length
}

test('A Shopify order is one order through both, and a refund through the second is its refund', async () => {
  const [one, two] = [await connect('shopify'), await connect('shopify')]
  await send('shopify', one, order, 'orders/paid')
  await send('shopify', two, order, 'orders/paid')
  expect(await ordersOf(`${order.id}`)).toMatchObject([{ refunded: '0.00' }])
  await send('shopify', two, refund, 'refunds/create')
  const [standing, ...more] = await ordersOf(`${order.id}`)
  expect(more).toEqual([])
  expect(standing?.['refunded']).not.toBe('0.00')
})

test('A refund that the first connection told of before the second told of the payment is not lost', async () => {
  const [one, two] = [await connect('shopify'), await connect('shopify')]
  const [id, refundId] = [8_200_000_000_001, 9_200_000_000_001]
  await send('shopify', one, { ...refund, id: refundId, order_id: id }, 'refunds/create')
  await send('shopify', two, { ...order, id }, 'orders/paid')
  await send('shopify', one, { ...order, id }, 'orders/paid')
  const orders = await ordersOf(`${id}`)
  expect(orders).toHaveLength(1)
  expect(orders[0]?.['refunded']).not.toBe('0.00')
})

test("A WooCommerce order is one order; another shop's with the same number is another", async () => {
  const [one, two, three] = [
    await connect('woocommerce'),
    await connect('woocommerce'),
    await connect('woocommerce'),
  ]
  const body = wooOrderBody({ id: 90_727 })
  await send('woocommerce', one, body, 'order.updated')
  const refunds = [{ id: 1, reason: '', total: '-62.57' }]
  const later = { date_modified_gmt: '2026-03-02T12:00:00', refunds }
  await send('woocommerce', two, { ...body, ...later }, 'order.updated')
  expect(await ordersOf('90727')).toMatchObject([{ eligible: '48.00', refunded: '48.00' }])
  await send('woocommerce', three, { ...body, date_paid_gmt: '2026-03-01T12:00:01' }, 'order.updated')
  expect(await ordersOf('90727')).toHaveLength(2)
})

test('A Stripe payment is one order under all of its numbers, through whichever connection each was told', async () => {
  const [one, two] = [await connect('stripe'), await connect('stripe')]
  await send(
    'stripe',
    one,
    stripeEventBody('invoice.paid', invoiceBody({ id: 'in_tw', customer: null, customer_email: null })),
  )
  const joined = { invoice: 'in_tw', payment: { payment_intent: 'pi_tw' } }
  await send('stripe', two, stripeEventBody('invoice_payment.paid', joined, 1))
  const given = refundBody({ id: 're_tw', payment_intent: 'pi_tw', charge: 'ch_tw', amount: 300 })
  await send('stripe', two, stripeEventBody('refund.created', given, 600))
  const charge = chargeBody({ id: 'ch_tw', payment_intent: 'pi_tw', amount_refunded: 300 })
  await send('stripe', one, stripeEventBody('charge.refunded', charge, 601))
  const session = sessionBody({ id: 'cs_tw', payment_intent: 'pi_tw2' })
  await send('stripe', one, stripeEventBody('checkout.session.completed', session))
  await send('stripe', two, stripeEventBody('checkout.session.completed', session))
  expect(await ordersOf('in_tw', 'pi_tw', 'ch_tw', 'pi_tw2', 'cs_tw')).toEqual([
    { externalId: 'pi_tw2', eligible: '48.00', refunded: '0.00' },
    { externalId: 'in_tw', eligible: '10.00', refunded: '2.50' },
  ])
})

test('Of all this nothing contradicts itself', async () => {
  expect(await contradictions()).toBe(0)
})
