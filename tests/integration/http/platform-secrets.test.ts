// For each platform over HTTP: while a secret is exchanged both are taken and no third, and after the grace the new one
// alone; a message that nobody can read is parked with its reason, can be read again, and holds no other up.

import { createHmac } from 'node:crypto'
import { Stripe } from 'stripe'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { processDelivery } from '#app/deliveries/process-delivery.ts'
import { retailerIdOf } from '#domain/ids.ts'
import { shopifyPaid, signShopify, signStandard, standardPaid } from '../../support/webhooks.ts'
import { sessionBody, stripeEventBody } from '../../unit/commerce/stripe-bodies.ts'
import { wooOrderBody } from '../../unit/commerce/woo-bodies.ts'
import { makeHostileWorld, type HostileWorld } from './hostile-world.ts'

type Connection = { connectionId: string; secret: string | null; webhookUrl: string }
type Delivery = { deliveryId: string; state: string; outcome: string | null }

type Case = {
  readonly platform: string
  readonly good: (n: number) => string
  /** Signed and no order of the platform. */
  readonly poison: string
  readonly headers: (body: string, secret: string) => Record<string, string>
  /** Secrets that the platform makes; where this server makes them there are none. */
  readonly own?: readonly string[]
}

const CASES: readonly Case[] = [
  {
    platform: 'shopify',
    good: (n) => shopifyPaid({ id: `${5000 + n}`, subtotal: '20.00' }).body,
    poison: '{"id": 1}',
    headers: (body, secret) => signShopify({ topic: 'orders/paid', body }, secret),
    own: ['a'.repeat(32), 'b'.repeat(32), 'c'.repeat(32)],
  },
  {
    platform: 'woocommerce',
    good: (n) => JSON.stringify(wooOrderBody({ id: 6000 + n })),
    poison: '{"id": 1, "line_items": "none", "date_paid_gmt": "2026-03-01T12:00:00"}',
    headers: (body, secret) => ({
      'x-wc-webhook-topic': 'order.updated',
      'x-wc-webhook-signature': createHmac('sha256', secret).update(body).digest('base64'),
    }),
  },
  {
    platform: 'stripe',
    good: (n) =>
      JSON.stringify(
        stripeEventBody(
          'checkout.session.completed',
          sessionBody({ id: `cs_${n}`, payment_intent: `pi_${n}` }),
        ),
      ),
    poison: JSON.stringify(stripeEventBody('checkout.session.completed', {})),
    headers: (payload, secret) => ({
      'stripe-signature': Stripe.webhooks.generateTestHeaderString({ payload, secret }),
    }),
    own: ['a', 'b', 'c'].map((letter) => `whsec_${letter.repeat(32)}`),
  },
  {
    platform: 'standard',
    good: (n) => standardPaid({ id: `own-${n}`, subtotal: '20.00' }).body,
    poison: '{"type": "order.paid", "timestamp": "2026-03-01T12:00:00Z", "data": {}}',
    headers: (body, secret) => signStandard({ body }, secret),
  },
]

let world: HostileWorld

beforeAll(async () => {
  world = await makeHostileWorld()
})

afterAll(() => world?.relayer.stop())

async function ask<T>(method: 'GET' | 'POST', path: string, body?: object): Promise<T> {
  const sent = body === undefined ? {} : { body: JSON.stringify(body) }
  return (await (await world.send(method, path, { ...sent, key: world.shop.apiKey })).json()) as T
}

/** Reads everything that waits. */
async function processAll({ connectionId }: Connection): Promise<readonly Delivery[]> {
  const retailerId = retailerIdOf(connectionId) ?? ''
  const { deps } = world.relayer
  const list = () =>
    deps.retailers.transaction(retailerId, (unit) => unit.deliveries.list({ limit: 100, after: undefined }))
  for (const { deliveryId, state } of await list())
    if (state === 'received') await processDelivery(deps, { retailerId, deliveryId })
  return list()
}

describe.each(CASES)('$platform', ({ platform, good, poison, headers, own }) => {
  let connection: Connection
  let secrets: readonly string[]

  const send = async (body: string, secret = ''): Promise<number> => {
    const path = new URL(connection.webhookUrl).pathname
    return (await world.send('POST', path, { body, headers: headers(body, secret) })).status
  }
  /** The next secret: the platform's, or one that is made here. */
  const rotate = async (at: number, more: object = {}): Promise<string> => {
    const pasted = own === undefined ? {} : { secret: own[at] }
    const path = `/v1/connections/${connection.connectionId}/rotate`
    const { secret } = await ask<{ secret: string | null }>('POST', path, { ...pasted, ...more })
    return secret ?? own?.[at] ?? ''
  }

  test('takes both secrets while one is exchanged, and the new one alone after the grace', async () => {
    connection = await ask('POST', '/v1/connections', { platform, currency: 'USD' })
    const first = own === undefined ? (connection.secret ?? '') : await rotate(0, { graceHours: 0 })
    const second = await rotate(1)
    expect([await send(good(1), first), await send(good(2), second)]).toEqual([200, 200])
    expect(await send(good(3), own?.[2] ?? `whsec_${'A'.repeat(32)}`)).toBe(401)
    const third = await rotate(2, { graceHours: 0 })
    expect([await send(good(4), first), await send(good(5), second), await send(good(6), third)]).toEqual([
      401, 401, 200,
    ])
    secrets = [first, second, third]
    const states = (await processAll(connection)).map(({ state }) => state)
    expect(states.slice(0, 3)).toEqual(['processed', 'processed', 'processed'])
  })

  test('parks what nobody can read, with its reason, and reads what comes after it', async () => {
    const before = (await processAll(connection)).length
    // A shop of one's own hears of it; platforms give up on addresses that refuse.
    expect(await send(poison, secrets[2])).toBe(platform === 'standard' ? 400 : 200)
    expect(await send(good(7), secrets[2])).toBe(200)
    const [latest, parked] = await processAll(connection)
    expect(latest?.state).toBe('processed')
    if (platform === 'standard') {
      expect((await processAll(connection)).length).toBe(before + 1)
      return
    }
    expect(parked).toMatchObject({ state: 'parked', outcome: expect.stringContaining('fields') as string })
    await ask('POST', `/v1/deliveries/${parked?.deliveryId}/replay`, {})
    const again = (await processAll(connection)).find(({ deliveryId }) => deliveryId === parked?.deliveryId)
    expect(again).toMatchObject({ state: 'parked', outcome: parked?.outcome })
    expect(again?.outcome).not.toContain(secrets[2] ?? '')
  })
})
