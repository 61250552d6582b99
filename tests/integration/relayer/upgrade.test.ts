// The relayer on the data of version 0.3.0: what was promised is paid, what waited goes on, and keys, links and secrets of
// then still open what they opened.

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as api from '../../support/api.ts'
import { findFaults, paidTo, warp } from '../../support/books.ts'
import type { TestChain } from '../../support/chain.ts'
import type { TestDatabase } from '../../support/database.ts'
import { rewardsByOrder, type Order } from '../../support/outcomes.ts'
import { prepareRelayer, type TestRelayer } from '../../support/relayer.ts'
import { click, deliver, readPool, untilPool } from '../../support/shop.ts'
import { until } from '../../support/until.ts'
import { readRecording, restoreChain, restoreDatabase, restoreSecrets } from '../../support/version-0-3.ts'
import { standardPaid, standardRefunded } from '../../support/webhooks.ts'

/** Beyond the shop's hold of 72 minutes, in seconds. */
const BEYOND_HOLD_SECONDS = 4_400

const recording = readRecording()
const shop = { ...recording.shop, platform: 'standard' as const }
const shopify = { ...recording.shopify, platform: 'shopify' as const }

let chain: TestChain
let database: TestDatabase
let relayer: TestRelayer

beforeAll(async () => {
  ;[chain, database] = await Promise.all([restoreChain(recording), restoreDatabase(recording)])
  relayer = await prepareRelayer({ chain, database })
  restoreSecrets(recording, relayer.dataFolder)
  await relayer.start()
})

afterAll(async () => {
  await relayer.stop()
  await Promise.all([chain.stop(), database.drop()])
})

const orders = async (): Promise<readonly Order[]> =>
  (await api.get<{ data: readonly Order[] }>(relayer, '/v1/orders', shop.apiKey)).data

const sent = (name: string) => {
  const delivery = recording.sent[name]
  if (delivery === undefined) throw new Error(`The recording has no ${name}.`)
  return delivery
}

describe('on the data of version 0.3.0', () => {
  test('orders and rewards are as they were, and what waited is reserved', async () => {
    await untilPool(relayer, shop, 'reserved what waited', ({ available }) => available === '89.60')
    expect(await readPool(relayer, shop)).toMatchObject({ deposited: '100.00', withdrawn: '0.00' })
    const known = (await orders()).map(({ externalId, target, outcome }) => [externalId, target, outcome])
    expect(known.toSorted(([one], [other]) => Number(one) - Number(other))).toEqual([
      ['1001', '2.00', 'credited'],
      ['1002', '1.20', 'credited'],
      ['1003', '0.00', 'waiting-for-payment'],
      ['1004', '4.00', 'credited'],
      ['1005', '0.80', 'credited'],
      ['2001', '2.40', 'credited'],
    ])
  })

  test("a shop's key and link, and a person's link, still open their pages", async () => {
    const { handle } = await api.get<{ handle: string }>(relayer, '/v1/me', recording.person.signInToken)
    const person = await fetch(`${relayer.url}/me/${recording.person.signInToken}`)
    expect([person.status, await person.text()]).toEqual([200, expect.stringContaining(handle)])
    const page = await fetch(`${relayer.url}${shop.pagePath}`)
    expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('Blue Mugs')])
    const { data } = await api.get<{ data: readonly object[] }>(relayer, '/v1/api-keys', shop.apiKey)
    expect(data).toMatchObject([{ name: 'first key', scopes: ['admin'], expiresAt: null }])
  })

  test('what was told then and is told again, by whichever connection, counts once', async () => {
    const anew = await api.post<{ connectionId: string; secret: string }>(
      relayer,
      '/v1/connections',
      { platform: 'shopify', currency: 'USD' },
      shop.apiKey,
    )
    for (const [by, name] of [
      [shop, 'paid-1001'],
      [shopify, 'paid-2001'],
      [{ ...shopify, ...anew }, 'paid-2001'],
    ] as const) {
      expect(await deliver(relayer, by, sent(name))).toMatchObject({ status: 200 })
    }
    await until('the messages to be read', async () => {
      const { deliveries } = await api.get<{ deliveries: number }>(relayer, '/v1/work', shop.apiKey)
      return deliveries === 0
    })
    expect(await orders()).toHaveLength(6)
  })

  test('a refund of what was paid then is netted from the payment of an order whose refund was told then', async () => {
    await deliver(relayer, shop, standardRefunded({ orderId: '1001', refundId: 'late', amount: '5.00' }))
    await until('the debt', async () => (await rewardsByOrder(relayer, shop)).get('1001')?.debt === '0.40')
    const clickToken = await click(relayer, recording.person.code)
    // 5.00 of it went back before it was paid: 8 % of 15.00, less the debt.
    await deliver(relayer, shop, standardPaid({ id: '1003', subtotal: '20.00', clickToken }))
    await untilPool(relayer, shop, 'reserved 0.80 more', ({ available }) => available === '88.80')
  })

  test('everything is paid in the end, and books and chain agree', async () => {
    await warp({ chain, database }, BEYOND_HOLD_SECONDS)
    // 2.00 + 1.20 + 2.40 had been paid; 4.00 was reserved, 0.80 waited, 0.80 came after.
    await until('the payment', async () => (await paidTo(chain, recording.person.payee)) === 11_200_000n)
    await untilPool(relayer, shop, 'released everything', ({ released }) => released === '11.20')
    await until('no faults', async () => (await findFaults({ chain, database })).length === 0, {
      seen: () => findFaults({ chain, database }),
    })
  })
})
