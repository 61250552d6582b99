// A shop is told what happens to a reward, from the real relayer to a receiver that checks with the receivers' library, and
// takes all of it along as tables.

import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { shopEventSchema } from '#schema/webhooks.ts'
import * as api from '../../support/api.ts'
import { queryDatabase, warp } from '../../support/books.ts'
import { startTestChain, type TestChain } from '../../support/chain.ts'
import { createTestDatabase, type TestDatabase } from '../../support/database.ts'
import * as outcomes from '../../support/outcomes.ts'
import { startReceiver, type Heard, type Receiver } from '../../support/receiver.ts'
import { startRelayer, type TestRelayer } from '../../support/relayer.ts'
import * as shops from '../../support/shop.ts'
import { until } from '../../support/until.ts'
import { vouch } from '../../support/vouch.ts'
import { standardPaid, standardRefunded } from '../../support/webhooks.ts'

let chain: TestChain
let database: TestDatabase
let relayer: TestRelayer
let receiver: Receiver
let shop: shops.TestShop
let person: shops.Person
let endpoint: { readonly endpointId: string; readonly secret: string }

beforeAll(async () => {
  ;[chain, database, receiver] = await Promise.all([startTestChain(), createTestDatabase(), startReceiver()])
  relayer = await startRelayer({ chain, database, env: { WEBHOOKS_TO_LOOPBACK: 'allowed' } })
  shop = await shops.openShop(relayer, { deposit: '500.00' })
  endpoint = await api.post(relayer, '/v1/webhook-endpoints', { url: receiver.url }, shop.apiKey)
  receiver.useSecret(endpoint.secret)
})

afterAll(async () => {
  await relayer.stop()
  await Promise.all([chain.stop(), database.drop(), receiver.stop()])
})

const ofType = (type: string) => receiver.heard.filter(({ body }) => body.type === type)

function untilHeard(type: string): Promise<Heard> {
  return until(`${type} to be heard`, () => ofType(type)[0], { seen: () => receiver.heard })
}

test('a try is answered with how it went', async () => {
  const path = `/v1/webhook-endpoints/${endpoint.endpointId}/test`
  const tried = await api.post<object>(relayer, path, {}, shop.apiKey)
  expect(tried).toMatchObject({ type: 'endpoint.test', state: 'delivered', attempts: 1, status: 204 })
  expect(receiver.heard).toMatchObject([{ isGenuine: true, body: { type: 'endpoint.test' } }])
})

test('a sale is told when it is reserved, with the pool that it leaves low', async () => {
  await api.replace(
    relayer,
    `/v1/programs/${shop.programId}/pool/low-mark`,
    { lowMark: '496.00' },
    shop.apiKey,
  )
  // The first answer is a failure: the same event comes again under the same id.
  receiver.answerNext(500)
  person = await shops.join(relayer, shop)
  const clickToken = await shops.click(relayer, person.code)
  await shops.deliver(relayer, shop, standardPaid({ id: 'o-1', subtotal: '100.00', clickToken }))

  const reserved = await untilHeard('reward.reserved')
  const committed = await untilHeard('batch.committed')
  const low = await untilHeard('pool.low')
  expect(reserved.body.data).toMatchObject({ pool: shop.pool, seq: 1, amount: '5.00' })
  expect(committed.body.data).toMatchObject({ pool: shop.pool, seq: 1, rewards: 1, amount: '5.00' })
  const review = await untilHeard('review.needed')
  expect(review.body.data).toMatchObject({ rewardId: reserved.body.data['rewardId'] })
  expect(low.body.data).toEqual({
    programId: shop.programId,
    pool: shop.pool,
    available: '495.00',
    lowMark: '496.00',
  })
  const ids = await until('the failed one to come again', () => {
    const seen = receiver.heard.map(({ id }) => id)
    return new Set(seen).size < seen.length && seen
  })
  expect(new Set(ids).size).toBe(ids.length - 1)
})

test('a refund inside the hold is told as an amendment', async () => {
  await shops.deliver(relayer, shop, standardRefunded({ orderId: 'o-1', refundId: 'r-1', amount: '40.00' }))
  const amended = await untilHeard('reward.amended')
  expect(amended.body.data).toMatchObject({
    takenBack: '2.00',
    remaining: '3.00',
    cause: 'amendment',
    seq: 1,
  })
})

test('settlement and payment are told, each once, and every body is what is published', async () => {
  await warp({ chain, database }, shops.BEYOND_HOLD_SECONDS)
  const settled = await untilHeard('batch.settled')
  const paid = await untilHeard('reward.paid')
  expect(settled.body.data).toMatchObject({ pool: shop.pool, seq: 1, rewards: 1, amount: '3.00' })
  expect(paid.body.data).toMatchObject({ pool: shop.pool, seq: 1, amount: '3.00' })
  const [reserved] = ofType('reward.reserved')
  expect(paid.body.data['rewardId']).toBe(reserved?.body.data['rewardId'])
  await outcomes.untilQuiet(relayer, shop)

  expect(receiver.heard.every(({ isGenuine }) => isGenuine)).toBe(true)
  for (const { body } of receiver.heard) expect(shopEventSchema.safeParse(body).error).toBeUndefined()
  const events = await queryDatabase(
    database,
    'select type, count(*)::text as count from retailer_webhook_events group by type order by type',
  )
  expect(events).toEqual(
    [
      'batch.committed',
      'batch.settled',
      'endpoint.test',
      'pool.low',
      'review.needed',
      'reward.amended',
      'reward.paid',
      'reward.reserved',
    ].map((type) => ({ type, count: '1' })),
  )
})

test('the tables of it all add up with the books', async () => {
  const [order] = await table('orders')
  expect(order).toMatchObject({
    externalId: 'o-1',
    currency: 'USD',
    eligible: '100.00',
    refunded: '40.00',
    state: 'paid',
    outcome: 'credited',
    rewards: 1,
    rewarded: '3.00',
  })
  const rewards = await table('rewards')
  expect(rewards).toMatchObject([
    {
      orderId: order?.['orderId'],
      externalId: 'o-1',
      target: '3.00',
      standing: '3.00',
      waiting: '0.00',
      reserved: '0.00',
      released: '3.00',
      paid: '3.00',
      debt: '0.00',
      state: 'paid',
      batches: `${shop.pool}/1`,
    },
  ])
  const [paid] = ofType('reward.paid')
  expect(await table('payouts')).toMatchObject([
    {
      rewardId: paid?.body.data['rewardId'],
      seq: 1,
      amount: '3.00',
      paid: '3.00',
      chainTransaction: paid?.body.data['chainTransaction'],
    },
  ])
  const statements = await table('statements')
  expect(statements.at(0)).toMatchObject({ openingAvailable: '0.00', deposited: '500.00', reserved: '5.00' })
  expect(statements.at(-1)).toMatchObject({ closingAvailable: '497.00', closingReserved: '0.00' })
})

test('a table is narrowed by when it was told, and comes as CSV too', async () => {
  expect(await table('orders', '?to=2026-01-01T00:00:00Z')).toEqual([])
  expect(await table('orders', '?from=2100-01-01T00:00:00Z')).toEqual([])
  const response = await askFor('orders.csv')
  expect(response.headers.get('content-disposition')).toBe('attachment; filename="orders.csv"')
  expect(response.headers.get('x-content-type-options')).toBe('nosniff')
  const rows = parse(await response.text(), { bom: true, columns: true })
  expect(rows).toMatchObject([{ externalId: 'o-1', eligible: '100.00' }])
  expect((await askFor('everything.csv')).status).toBe(404)
})

test('a person has the same of their own', async () => {
  const paid = await api.get<{ paid: string }>(relayer, '/v1/me', person.signInToken)
  expect(paid.paid).toBe('3.00')
  const payouts = await table('payouts', '', 'me/', person.signInToken)
  expect(payouts).toMatchObject([{ kind: 'paid', amount: '3.00' }])
  const statements = await table('statements', '', 'me/', person.signInToken)
  expect(statements.at(-1)).toMatchObject({ credited: '3.00', paid: '3.00', closingOwed: '0.00' })
})

test('the pages show the same, and lead to the tables', async () => {
  const signedIn = await fetch(`${relayer.url}/shop`, {
    method: 'POST',
    redirect: 'manual',
    headers: { origin: relayer.url },
    body: new URLSearchParams({ key: shop.apiKey }),
  })
  const headers = { cookie: (signedIn.headers.getSetCookie()[0] ?? '').split(';', 1)[0] ?? '' }
  const base = new URL(signedIn.headers.get('location') ?? '', relayer.url).href
  const webhooks = await (await fetch(`${base}/webhooks`, { headers })).text()
  expect(webhooks).toContain(receiver.url)
  expect(webhooks).toContain('reward.paid')
  const orders = await fetch(`${base}/exports/orders.csv`, { headers })
  expect(orders.headers.get('content-type')).toContain('text/csv')
  expect(await orders.text()).toContain('"o-1"')
})

test('the command line takes a table into a file, and lists what was told', async () => {
  const keyFile = join(relayer.dataFolder, 'shop.key')
  writeFileSync(keyFile, shop.apiKey)
  const server = ['--key-file', keyFile, '--url', relayer.url]
  const out = join(relayer.dataFolder, 'rewards.csv')
  expect(await vouch('export', 'rewards', '--out', out, ...server)).toMatchObject({ status: 0, stdout: '' })
  expect(readFileSync(out, 'utf8')).toContain('"o-1"')
  const listed = await vouch('webhook', 'list', '--state', 'delivered', ...server)
  expect(listed.stdout).toContain('reward.paid: delivered, attempts: 1')
  const tried = await vouch('endpoint', 'test', endpoint.endpointId, ...server)
  expect(tried).toMatchObject({ status: 0, stdout: expect.stringContaining('It arrived. Status 204') })
  const also = await vouch('webhook', 'send-test', '--endpoint', endpoint.endpointId, ...server)
  expect(also).toMatchObject({ status: 0, stdout: expect.stringContaining('It arrived. Status 204') })
  expect(await vouch('webhook', 'send-test', ...server)).toMatchObject({ status: 2 })
  const low = await vouch('pool', 'low-mark', shop.programId, ...server)
  expect(low.stdout).toBe('Low below 496.00 test dollars; 497.00 are free.\n')
})

function askFor(file: string, whose = '', key = shop.apiKey): Promise<Response> {
  return fetch(`${relayer.url}/v1/${whose}exports/${file}`, { headers: { authorization: `Bearer ${key}` } })
}

async function table(name: string, query = '', whose = '', key = shop.apiKey) {
  const text = await (await askFor(`${name}.jsonl${query}`, whose, key)).text()
  const lines = text.split('\n').filter((line) => line !== '')
  return lines.map((line) => JSON.parse(line) as Record<string, unknown>)
}

test('the log shows both attempts, and what was sent can be sent again under its id', async () => {
  const { data } = await api.get<{ data: { deliveryId: string; eventId: string; attempts: number }[] }>(
    relayer,
    '/v1/webhook-deliveries?state=delivered',
    shop.apiKey,
  )
  const twice = data.find(({ attempts }) => attempts === 2)
  const path = `/v1/webhook-deliveries/${twice?.deliveryId}`
  const detail = await api.get<{ log: object[] }>(relayer, path, shop.apiKey)
  expect(detail.log).toMatchObject([
    { attempt: 1, status: 500, reason: 'The address did not take it.' },
    { attempt: 2, status: 204, reason: null },
  ])
  const before = receiver.heard.length
  await api.post(relayer, `${path}/resend`, {}, shop.apiKey)
  const again = await until('it to be sent again', () => receiver.heard[before])
  expect(again).toMatchObject({ id: twice?.eventId, isGenuine: true })
})

test('a changed secret signs from then on, and the one before it still does', async () => {
  const path = `/v1/webhook-endpoints/${endpoint.endpointId}`
  const rotated = await api.post<{ secret: string }>(relayer, `${path}/rotate`, {}, shop.apiKey)
  for (const secret of [rotated.secret, endpoint.secret]) {
    receiver.useSecret(secret)
    await api.post(relayer, `${path}/test`, {}, shop.apiKey)
    expect(receiver.heard.at(-1)?.isGenuine).toBe(true)
  }
})

test('an address that is gone switches its endpoint off', async () => {
  const path = `/v1/webhook-endpoints/${endpoint.endpointId}`
  const { data } = await api.get<{ data: { deliveryId: string; type: string }[] }>(
    relayer,
    '/v1/webhook-deliveries',
    shop.apiKey,
  )
  const told = data.find(({ type }) => type === 'reward.paid')
  receiver.answerNext(410)
  await api.post(relayer, `/v1/webhook-deliveries/${told?.deliveryId}/resend`, {}, shop.apiKey)
  const off = await until('the endpoint to be switched off', async () => {
    const read = await api.get<{ state: string }>(relayer, path, shop.apiKey)
    return read.state === 'disabled' && read
  })
  expect(off).toMatchObject({ disabledReason: 'gone' })
})
