// WooCommerce orders that are deleted, brought back and deleted again: the platform says each deletion in the same words,
// without an instant, so an old one can be sent again by whoever saw it. Through the real store, with the shop's own
// interface and without.

import { createHmac } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { processDelivery } from '#app/deliveries/process-delivery.ts'
import { foldOrder } from '#domain/fold-order.ts'
import { retailerIdOf } from '#domain/ids.ts'
import { virtualClock } from '../../support/shops/virtual-clock.ts'
import { wooOrder } from '../../support/shops/woo-bodies.ts'
import { openWooServer, type WooServer } from '../../support/shops/woocommerce-server.ts'
import { wooOrderBody } from '../../unit/commerce/woo-bodies.ts'
import { makeHostileWorld, type HostileWorld } from './hostile-world.ts'

type Connected = { readonly connectionId: string; readonly secret: string; readonly webhookUrl: string }

let world: HostileWorld
let woo: WooServer
let now = Date.parse('2026-03-01T12:01:00Z')

beforeAll(async () => {
  woo = await openWooServer({ clock: virtualClock(now) })
  world = await makeHostileWorld({ clock: { now: () => now } })
})

afterAll(async () => {
  await world?.relayer.stop()
  await woo?.close()
})

async function connect(): Promise<Connected> {
  const body = JSON.stringify({ platform: 'woocommerce', currency: 'USD' })
  const answer = await world.send('POST', '/v1/connections', { body, key: world.shop.apiKey })
  return (await answer.json()) as Connected
}

type Told = { readonly status: string; readonly reason: string; readonly outcome: string | null }

/** Sends, has it processed, and reads what became of it and what the order says then. */
async function tell(to: Connected, body: object): Promise<Told> {
  const text = JSON.stringify(body)
  const headers = {
    'x-wc-webhook-signature': createHmac('sha256', to.secret).update(text).digest('base64'),
    'x-wc-webhook-topic': 'order.updated',
  }
  const answer = await world.send('POST', new URL(to.webhookUrl).pathname, { body: text, headers })
  const { status } = (await answer.json()) as { status: string }
  const retailerId = retailerIdOf(to.connectionId) ?? ''
  const deps = { ...world.relayer.deps, clock: { now: () => now } }
  const waiting = await deps.retailers.transaction(retailerId, async (unit) =>
    (await unit.deliveries.list({ limit: 100, after: undefined })).filter(
      ({ state }) => state === 'received',
    ),
  )
  for (const { deliveryId } of waiting) await processDelivery(deps, { retailerId, deliveryId })
  return deps.retailers.transaction(retailerId, async (unit) => {
    const { id } = body as { id: number }
    const orders = await unit.orders.list({ limit: 100, after: undefined })
    const order = orders.find(({ externalId }) => externalId === String(id))
    const facts = order === undefined ? [] : await unit.orders.facts(order.orderId)
    const [latest] = await unit.deliveries.list({ limit: 1, after: undefined })
    return { status, reason: foldOrder(facts).suspended ?? 'standing', outcome: latest?.outcome ?? null }
  })
}

const at = (text: string): void => void (now = Date.parse(text))

test('without a look at the shop the first deletion counts, and the same words after it was brought back do not', async () => {
  const to = await connect()
  expect((await tell(to, wooOrderBody())).reason).toBe('standing')
  at('2026-03-01T13:00:00Z')
  expect(await tell(to, { id: 727 })).toMatchObject({ status: 'recorded', reason: 'deleted' })
  at('2026-03-01T13:00:30Z')
  expect((await tell(to, { id: 727 })).status).toBe('already-recorded')
  at('2026-03-01T14:00:05Z')
  const back = { date_modified_gmt: '2026-03-01T14:00:00' }
  expect((await tell(to, wooOrderBody(back))).reason).toBe('standing')
  at('2026-03-01T15:00:00Z')
  expect(await tell(to, { id: 727 })).toEqual({
    status: 'recorded',
    reason: 'standing',
    outcome:
      'Read as deleted. The order was deleted and brought back before, and this may be that message again, so the order ' +
      'still counts.',
  })
  const answer = await world.send('GET', '/v1/notices', { key: world.shop.apiKey })
  const { data } = (await answer.json()) as { data: { externalId: string; rule: string }[] }
  expect(data.map(({ externalId, rule }) => ({ externalId, rule }))).toEqual([
    { externalId: '727', rule: 'F17' },
  ])
  // A picture says when: the platform's lists and its message of a status have it.
  const binned = { status: 'trash', date_modified_gmt: '2026-03-01T15:00:00' }
  expect((await tell(to, wooOrderBody(binned))).reason).toBe('deleted')
})

test('with a read key the shop is asked: an old deletion changes nothing, a new one counts, and so does one for good', async () => {
  const to = await connect()
  const { consumerKey, consumerSecret } = woo
  const credentials = { platform: 'woocommerce', shopUrl: woo.url, consumerKey, consumerSecret }
  const path = `/v1/connections/${to.connectionId}/credentials`
  const sent = { body: JSON.stringify(credentials), key: world.shop.apiKey }
  expect((await world.send('POST', path, sent)).status).toBe(200)
  const later = (hours: number): void => {
    now += hours * 3_600_000
    woo.clock.advance(now - woo.clock.now())
  }
  later(1)
  const sale = woo.sell({ amount: '20.00' })
  const deletion = { id: sale.saleId }
  await tell(to, wooOrder(sale))

  later(1)
  const old = await tell(to, deletion)
  expect(old.reason).toBe('standing')
  expect(old.outcome).toContain('the shop was asked, and this is how the order stands there.')

  later(1)
  woo.remove(sale)
  expect((await tell(to, deletion)).reason).toBe('deleted')
  later(1)
  woo.restore(sale)
  expect((await tell(to, wooOrder(sale))).reason).toBe('standing')
  later(1)
  expect((await tell(to, deletion)).reason).toBe('standing')

  later(1)
  woo.destroy(sale)
  const gone = await tell(to, deletion)

  expect(gone.reason).toBe('deleted')
  expect(gone.outcome).toBe('Read as deleted. The shop was asked, and no longer has the order.')

  later(1)
  const other = woo.sell({ amount: '20.00' })
  await tell(to, wooOrder(other))
  woo.spoil({ kind: 'server-error', status: 503 })
  later(1)
  const unsaid = await tell(to, { id: other.saleId })
  expect(unsaid.reason).toBe('deleted')
  expect(unsaid.outcome).toContain('gave no answer.')
})
