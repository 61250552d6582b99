// Orders of WooCommerce and Stripe through the real store: whatever the order of arrival, one order with one sum; a ping
// writes nothing; what cannot be read is parked and can be read again; a tried order leaves nothing.

import { createHmac } from 'node:crypto'
import { Stripe } from 'stripe'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  chargeBody,
  invoiceBody,
  disputeBody,
  NOON,
  refundBody,
  sessionBody,
  stripeEventBody,
} from '../../unit/commerce/stripe-bodies.ts'
import { wooOrderBody } from '../../unit/commerce/woo-bodies.ts'
import { processDelivery } from '#app/deliveries/process-delivery.ts'
import { retailerIdOf } from '#domain/ids.ts'
import { makeHostileWorld, type HostileWorld } from './hostile-world.ts'

let world: HostileWorld
let woo: Connection
let stripe: Connection

type Connection = { connectionId: string; secret: string; webhookUrl: string }

beforeAll(async () => {
  world = await makeHostileWorld()
  const create = async (platform: string) => {
    const body = JSON.stringify({ platform, currency: 'USD' })
    const answer = await world.send('POST', '/v1/connections', { body, key: world.shop.apiKey })
    return (await answer.json()) as Connection
  }
  woo = await create('woocommerce')
  stripe = await create('stripe')
})

afterAll(() => world?.relayer.stop())

const pathOf = ({ webhookUrl }: Connection): string => new URL(webhookUrl).pathname

async function sendWoo(body: object | string): Promise<{ status: number; body: unknown }> {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  const signature = createHmac('sha256', woo.secret).update(text).digest('base64')
  const headers = { 'x-wc-webhook-signature': signature, 'x-wc-webhook-topic': 'order.updated' }
  const answer = await world.send('POST', pathOf(woo), { body: text, headers })
  return { status: answer.status, body: await answer.json() }
}

async function sendStripe(event: object): Promise<number> {
  const payload = JSON.stringify(event)
  const signature = Stripe.webhooks.generateTestHeaderString({ payload, secret: stripe.secret })
  const answer = await world.send('POST', pathOf(stripe), {
    body: payload,
    headers: { 'stripe-signature': signature },
  })
  return answer.status
}

/** The events of one order under numbers of its own. */
function events(n: number): readonly object[] {
  const [pi, ch] = [`pi_${n}`, `ch_${n}`]
  const of = { payment_intent: pi, charge: ch }
  return [
    stripeEventBody('checkout.session.completed', sessionBody({ id: `cs_${n}`, payment_intent: pi })),
    stripeEventBody('refund.created', refundBody({ id: `re_${n}`, ...of }), 600),
    stripeEventBody('charge.refunded', chargeBody({ id: ch, payment_intent: pi }), 601),
    stripeEventBody('charge.dispute.created', disputeBody({ id: `du_${n}`, amount: 2_000, ...of }), 900),
    stripeEventBody(
      'charge.dispute.closed',
      disputeBody({ id: `du_${n}`, amount: 2_000, status: 'won', ...of }),
      990,
    ),
  ]
}

describe('deliveries', () => {
  test("WooCommerce's unsigned ping is answered with exactly 200, and nothing is kept of it", async () => {
    const before = await world.relayer.rowCounts()
    const answer = await world.send('POST', pathOf(woo), {
      body: 'webhook_id=7',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    })
    expect([answer.status, await answer.json()]).toEqual([200, { status: 'ping' }])
    expect(await world.relayer.rowCounts()).toEqual(before)
  })

  test('are kept once, also when they come again', async () => {
    const first = await sendWoo(wooOrderBody())
    const again = await sendWoo(wooOrderBody())
    expect([first, again]).toEqual([
      { status: 200, body: { status: 'recorded' } },
      { status: 200, body: { status: 'already-recorded' } },
    ])
  })

  test('that a platform signed are kept even when they cannot be read', async () => {
    expect((await sendWoo(wooOrderBody({ total: 'free' }))).status).toBe(200)
    expect((await sendWoo('not JSON at all')).status).toBe(200)
  })

  test('of Stripe are taken in any order, signed by its own library', async () => {
    for (const event of events(1).toReversed()) expect(await sendStripe(event)).toBe(200)
    expect(await sendStripe({ ...events(1)[0], created: NOON })).toBe(200)
  })
})

describe('an invoice, its payment and what went back of it', () => {
  /** 12.00, of which 10.00 count, and 3.00 back: 2.50 of what counts. */
  const told = (n: number): readonly object[] => [
    stripeEventBody('invoice.paid', invoiceBody({ id: `in_${n}`, customer: null, customer_email: null })),
    stripeEventBody(
      'invoice_payment.paid',
      { invoice: `in_${n}`, payment: { payment_intent: `pi_${n}` } },
      1,
    ),
    stripeEventBody(
      'refund.created',
      refundBody({ id: `re_${n}`, payment_intent: `pi_${n}`, amount: 300 }),
      600,
    ),
    stripeEventBody(
      'charge.refunded',
      chargeBody({ id: `ch_${n}`, payment_intent: `pi_${n}`, amount_refunded: 300 }),
      601,
    ),
  ]

  async function work(): Promise<void> {
    const retailerId = retailerIdOf(stripe.connectionId) ?? ''
    const rows = await world.relayer.deps.retailers.transaction(retailerId, (unit) =>
      unit.deliveries.list({ limit: 1_000, after: undefined }),
    )
    for (const { deliveryId, state } of rows.toReversed())
      if (state === 'received') await processDelivery(world.relayer.deps, { retailerId, deliveryId })
  }

  test('are one order with one sum, whichever of the 24 arrangements they arrive in', async () => {
    const orders = permutations([0, 1, 2, 3])
    for (const [i, order] of orders.entries()) {
      const all = told(1_000 + i)
      for (const place of order) {
        await sendStripe(all[place]!)
        await work()
      }
    }
    const answer = await world.send('GET', '/v1/orders?limit=100', { key: world.shop.apiKey })
    const { data } = (await answer.json()) as { data: Record<string, string>[] }
    const invoices = data.filter(({ externalId }) => /^(?:in|pi|ch)_1\d{3}$/.test(externalId ?? ''))
    expect(invoices).toHaveLength(24)
    for (const one of invoices)
      expect(one).toMatchObject({
        externalId: expect.stringMatching(/^in_/) as string,
        eligible: '10.00',
        refunded: '2.50',
      })
  })
})

function permutations(items: readonly number[]): readonly (readonly number[])[] {
  if (items.length <= 1) return [items]
  return items.flatMap((item, i) => permutations(items.toSpliced(i, 1)).map((rest) => [item, ...rest]))
}

describe('a tried order', () => {
  const tryOrder = async (connection: Connection, body: object) => {
    const path = `/v1/connections/${connection.connectionId}/test-orders`
    const answer = await world.send('POST', path, { body: JSON.stringify(body), key: world.shop.apiKey })
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown> }
  }

  test('is read, credited and valued on every platform, and leaves nothing', async () => {
    const before = await world.relayer.rowCounts()
    for (const connection of [world.shop, woo, stripe]) {
      const tried = await tryOrder(connection, { linkCode: world.linkCode, amount: '20.00' })
      // 8 % of 20.00.
      expect(tried).toMatchObject({
        status: 200,
        body: { pays: '1.60', trace: { outcome: 'credited', credits: [{ handle: 'mia', target: '1.60' }] } },
      })
    }
    const after = await world.relayer.rowCounts()
    expect({ ...after, retailer_idempotency: 0 }).toEqual({ ...before, retailer_idempotency: 0 })
  })

  test("takes a body in the platform's own form, and says what is wrong with one", async () => {
    const read = await tryOrder(woo, { body: JSON.stringify(wooOrderBody()) })
    expect(read).toMatchObject({ status: 200, body: { pays: '0.00', trace: { outcome: 'not-credited' } } })
    const wrong = await tryOrder(woo, { body: JSON.stringify(wooOrderBody({ total: 'free' })) })
    expect(wrong).toMatchObject({ status: 400, body: { code: 'input_invalid' } })
  })

  test('is read on the page too, made up or pasted, with what is wrong with it', async () => {
    const door = await world.send('POST', '/shop', {
      body: new URLSearchParams({ key: world.shop.apiKey }).toString(),
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    })
    const path = `${door.headers.get('location') ?? ''}/try`
    const before = await world.relayer.rowCounts()
    const made = await world.send(
      'GET',
      `${path}?connection=${woo.connectionId}&amount=20.00&link=${encodeURIComponent(`http://vouch.test/r/${world.linkCode}`)}`,
    )
    const page = (await made.text()).replaceAll(/\s+/g, ' ')
    expect(page).toContain('It would pay 1.60 test dollars')
    expect(page).toMatch(/paid, 20\.00 USD count of 20\.00; carried the token of a link, \w+/)
    const paste = async (body: string) => {
      const form = new URLSearchParams({ connection: woo.connectionId, topic: '', body }).toString()
      const headers = { 'content-type': 'application/x-www-form-urlencoded' }
      return (await world.send('POST', path, { body: form, headers })).text()
    }
    expect(await paste(JSON.stringify(wooOrderBody()))).toContain('It would pay 0.00 test dollars')
    expect(await paste('{"id":')).toContain('The message is not JSON, or was cut off.')
    expect(await paste(JSON.stringify(wooOrderBody({ total: 'free' })))).toContain(
      'The message cannot be read: total: ',
    )
    expect(await world.relayer.rowCounts()).toEqual(before)
  })

  test("of another shop's connection or link is not there", async () => {
    const { connectionId } = world.other
    const path = `/v1/connections/${connectionId}/test-orders`
    const answer = await world.send('POST', path, { body: '{}', key: world.shop.apiKey })
    expect(answer.status).toBe(404)
    expect((await tryOrder(woo, { linkCode: 'aaaaaaaaaaaaa' })).status).toBe(404)
  })
})
