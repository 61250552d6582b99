// A WooCommerce order that was deleted, brought back and deleted again: the platform says both deletions in the same words,
// without an instant. Through the real store.

import { createHmac } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { processDelivery } from '#app/deliveries/process-delivery.ts'
import { foldOrder } from '#domain/fold-order.ts'
import { retailerIdOf } from '#domain/ids.ts'
import { wooOrderBody } from '../../unit/commerce/woo-bodies.ts'
import { makeHostileWorld, type HostileWorld } from './hostile-world.ts'

let world: HostileWorld
let woo: { connectionId: string; secret: string; webhookUrl: string }
let now = Date.parse('2026-03-01T12:01:00Z')

beforeAll(async () => {
  world = await makeHostileWorld({ clock: { now: () => now } })
  const body = JSON.stringify({ platform: 'woocommerce', currency: 'USD' })
  const answer = await world.send('POST', '/v1/connections', { body, key: world.shop.apiKey })
  woo = (await answer.json()) as typeof woo
})

afterAll(() => world?.relayer.stop())

/** Sends at an instant, has it processed, and reads what the order says then. */
async function tell(at: string, body: object): Promise<{ status: string; reason: string }> {
  now = Date.parse(at)
  const text = JSON.stringify(body)
  const headers = {
    'x-wc-webhook-signature': createHmac('sha256', woo.secret).update(text).digest('base64'),
    'x-wc-webhook-topic': 'order.updated',
  }
  const answer = await world.send('POST', new URL(woo.webhookUrl).pathname, { body: text, headers })
  const { status } = (await answer.json()) as { status: string }
  const retailerId = retailerIdOf(woo.connectionId) ?? ''
  const orders = await world.relayer.deps.retailers.transaction(retailerId, async (unit) => {
    const rows = await unit.deliveries.list({ limit: 100, after: undefined })
    return rows.filter(({ state }) => state === 'received')
  })
  for (const { deliveryId } of orders) await processDelivery(world.relayer.deps, { retailerId, deliveryId })
  const facts = await world.relayer.deps.retailers.transaction(retailerId, async (unit) => {
    const order = (await unit.orders.list({ limit: 100, after: undefined })).find(
      ({ externalId }) => externalId === '727',
    )
    return order === undefined ? [] : unit.orders.facts(order.orderId)
  })
  return { status, reason: foldOrder(facts).suspended ?? 'standing' }
}

test('counts as deleted both times, and a deletion that comes twice within a minute is one', async () => {
  const later = (text: string) => wooOrderBody({ date_modified_gmt: text })
  expect(await tell('2026-03-01T12:01:00Z', wooOrderBody())).toEqual({
    status: 'recorded',
    reason: 'standing',
  })
  expect(await tell('2026-03-01T13:00:00Z', { id: 727 })).toEqual({ status: 'recorded', reason: 'deleted' })
  expect((await tell('2026-03-01T13:00:30Z', { id: 727 })).status).toBe('already-recorded')
  expect((await tell('2026-03-01T14:00:05Z', later('2026-03-01T14:00:00'))).reason).toBe('standing')
  expect(await tell('2026-03-01T15:00:00Z', { id: 727 })).toEqual({ status: 'recorded', reason: 'deleted' })
})
