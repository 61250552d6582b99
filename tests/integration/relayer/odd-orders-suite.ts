// Orders as no shop should send them: each is kept, has an outcome, and says why; nothing crashes and nothing is silent.

import { beforeAll, describe, expect, test } from 'vitest'
import { get } from '../../support/api.ts'
import { findFaults } from '../../support/books.ts'
import * as outcomes from '../../support/outcomes.ts'
import * as shops from '../../support/shop.ts'
import { standardCancelled, standardEvent, standardRefunded, type Delivery } from '../../support/webhooks.ts'
import type { RunningRelayer } from './running-relayer.ts'

const DAY_MS = 86_400_000

let running: RunningRelayer
let relayer: RunningRelayer['relayer']
let shop: shops.TestShop

const lines = Array.from({ length: 10_000 }, (_, i) => ({ id: `l${i}`, quantity: 1, subtotal: '0.01' }))

/** What is odd of each order, by its number; of an order of 40.00 five percent are 2.00. */
const ODD_ORDERS: Readonly<Record<string, { readonly change: object; readonly aheadMs?: number }>> = {
  yen: { change: { currency: 'JPY', subtotal: '4800', total: '5200' } },
  dinars: { change: { currency: 'KWD', subtotal: '4.801', total: '5.201' } },
  nothing: { change: { subtotal: '0.00', total: '0.00' } },
  'total below lines': { change: { subtotal: '60.00', total: '40.00' } },
  'refund above total': { change: {} },
  'ten thousand lines': { change: { subtotal: '100.00', total: '100.00', lines } },
  'next week': { change: {}, aheadMs: 7 * DAY_MS },
  'unknown codes': {
    change: { click_token: 'nobody-knows-this', landing_site: '/?ref=zzzzzzzzzzzzz', coupons: ['NOBODY'] },
  },
}

function oddOrder(id: string, token: string): Delivery {
  const { change = {}, aheadMs = 0 } = ODD_ORDERS[id] ?? {}
  const usual = { currency: 'USD', subtotal: '40.00', total: '40.00', click_token: token }
  return standardEvent('order.paid', new Date(Date.now() + aheadMs), {
    id: numberOf(id),
    ...usual,
    ...change,
  })
}

function numberOf(id: string): string {
  return id.replaceAll(' ', '-')
}

/** On a relayer that runs already; opens shops of its own. */
export function describeOddOrders(world: () => RunningRelayer): void {
  describe('odd orders', () => {
    beforeAll(async () => {
      running = world()
      ;({ relayer } = running)
      shop = await shops.openShop(relayer)
    })

    test('odd orders are kept, and each outcome is explained', { timeout: 120_000 }, async () => {
      const { code } = await shops.join(relayer, shop)
      const token = await shops.click(relayer, code)
      const contradicting = standardEvent('order.paid', new Date(), {
        id: numberOf('refund above total'),
        currency: 'USD',
        subtotal: '4000.00',
        total: '4000.00',
      })
      const refund = { orderId: numberOf('refund above total'), refundId: 'r1', amount: '50.00' }
      const deliveries = [
        ...Object.keys(ODD_ORDERS).map((id) => oddOrder(id, token)),
        standardRefunded(refund),
        standardCancelled('never-paid'),
        standardEvent('order.created', new Date(), {}),
      ]
      for (const delivery of deliveries) {
        expect((await shops.deliver(relayer, shop, delivery)).status).toBe(200)
      }
      await outcomes.untilQuiet(relayer, shop)
      expect((await shops.deliver(relayer, shop, contradicting)).status).toBe(200)
      await outcomes.untilQuiet(relayer, shop)

      const { data } = await get<{ data: readonly outcomes.Order[] }>(relayer, '/v1/orders', shop.apiKey)
      const told = Object.fromEntries(
        data.map(({ externalId, outcome, target, reason }) => [
          externalId,
          `${outcome} ${target}: ${reason}`,
        ]),
      )
      expect(told).toEqual({
        yen: 'waiting-for-rate 0.00: The order is in JPY; its reward waits until the program states a rate for that currency.',
        dinars:
          'waiting-for-rate 0.00: The order is in KWD; its reward waits until the program states a rate for that currency.',
        nothing: 'not-credited 0.00: Nothing that counts was paid for this order.',
        'total-below-lines': 'credited 2.00: The order earns 2.00 USD.',
        'refund-above-total':
          'credited 0.00: Nothing of the order is left that counts, so there is no reward.',
        'ten-thousand-lines': 'credited 5.00: The order earns 5.00 USD.',
        'next-week': 'not-credited 0.00: The shop dates the payment more than a day ahead.',
        'unknown-codes':
          'not-credited 0.00: What the order carried as a link is none of this program, or nobody has followed it.',
        'never-paid': 'waiting-for-payment 0.00: The shop has not reported the payment yet.',
      })

      const inbox = await get<{ data: readonly { state: string; outcome: string }[] }>(
        relayer,
        '/v1/deliveries?limit=100',
        shop.apiKey,
      )
      const said = inbox.data.map(({ state, outcome }) => `${state}: ${outcome}`)
      expect(said).toContain('processed: Read as paid. It contradicts what was told before, which stays.')
      expect(said).toContain(
        'processed: Read as paid. It dates the payment more than a day ahead, so nobody is credited.',
      )
      expect(
        said.filter((text) => text.startsWith('skipped: Rewards are computed from order.paid')),
      ).toHaveLength(1)
      expect(await findFaults(running)).toEqual([])
    })
  })
}
