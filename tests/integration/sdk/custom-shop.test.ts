// docs/examples/custom-shop.ts, run as it stands beside a relayer: a friend comes by a link and buys, the reward is
// promised and proved against the chain, and a refund takes it back.

import { spawn, type ChildProcess } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createClient, verifyReward } from 'vouchpenny/sdk'
import { findFreePort } from '../../../scripts/system/free-port.ts'
import { startTestChain, type TestChain } from '../../support/chain.ts'
import { createTestDatabase, type TestDatabase } from '../../support/database.ts'
import * as outcomes from '../../support/outcomes.ts'
import { startRelayer, type TestRelayer } from '../../support/relayer.ts'
import { ROOT } from '../../support/rooms.ts'
import * as shops from '../../support/shop.ts'
import { until } from '../../support/until.ts'

const EXAMPLE = join(ROOT, 'docs/examples/custom-shop.ts')

let chain: TestChain
let database: TestDatabase
let relayer: TestRelayer
let shop: shops.TestShop
let person: shops.Person
let example: ChildProcess
let exampleUrl: string

beforeAll(async () => {
  ;[chain, database] = await Promise.all([startTestChain(), createTestDatabase()])
  relayer = await startRelayer({ chain, database })
  shop = await shops.openShop(relayer, { deposit: '100.00' })
  person = await shops.join(relayer, shop)
  const port = String(await findFreePort())
  exampleUrl = `http://127.0.0.1:${port}`
  const env = {
    PATH: process.env['PATH'] ?? '',
    PORT: port,
    WEBHOOK_URL: `${relayer.url}/hooks/standard/${shop.connectionId}`,
    WEBHOOK_SECRET: shop.secret,
  }
  example = spawn(process.execPath, [EXAMPLE], { env, stdio: ['ignore', 'pipe', 'inherit'] })
  let said = ''
  example.stdout?.setEncoding('utf8').on('data', (text: string) => (said += text))
  await until('the shop to be open', () => said.includes('is open'), { seen: () => said })
})

afterAll(async () => {
  example.kill()
  await relayer.stop()
  await Promise.all([chain.stop(), database.drop()])
})

/** A browser that comes by the link, keeps the shop's cookie, and buys. */
async function buy(id: string): Promise<void> {
  const token = await shops.click(relayer, person.code)
  const visit = await fetch(`${exampleUrl}/?ref=${person.code}&utm_id=${encodeURIComponent(token)}`)
  const cookie = visit.headers.get('set-cookie')?.split(';')[0] ?? ''
  const headers = { 'content-type': 'application/json', cookie }
  const bought = await fetch(`${exampleUrl}/orders`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ id }),
  })
  expect(bought.status).toBe(201)
}

test('the example is below forty lines', () => {
  expect(readFileSync(EXAMPLE, 'utf8').trimEnd().split('\n').length).toBeLessThan(40)
})

test('an order that a link brought earns five percent, which the chain proves', async () => {
  await buy('tea-1')
  const { rewardId, target } = await outcomes.untilReward(
    relayer,
    shop,
    'tea-1',
    'promised',
    ({ state }) => state === 'promised',
  )
  expect(target).toBe('1.00')

  const client = createClient({ url: relayer.url, key: shop.apiKey })
  const evidence = await client.rewards.readEvidence({ rewardId })
  const place = { rpcUrl: chain.rpcUrl, ledger: chain.ledger }
  expect(await verifyReward(evidence, place)).toMatchObject({
    ok: true,
    records: [{ pool: shop.pool, seq: 1 }],
  })
  const [record] = evidence.records
  const forged = { ...evidence, records: [{ ...record, earned: '2.00' }] }
  expect(await verifyReward(forged, place)).toMatchObject({ ok: false })
  await expect(verifyReward({ format: 'none' }, place)).rejects.toMatchObject({ code: 'evidence_malformed' })
})

test('an order that nobody recommended earns nothing', async () => {
  const headers = { 'content-type': 'application/json' }
  await fetch(`${exampleUrl}/orders`, { method: 'POST', headers, body: JSON.stringify({ id: 'tea-2' }) })
  const order = await until('the order', () => outcomes.orderOf(relayer, shop, 'tea-2'))
  expect(order).toMatchObject({ outcome: 'not-credited', rewardId: null })
})

test('a refund takes the reward back, however often it is told', async () => {
  for (let times = 0; times < 2; times++) {
    const refunded = await fetch(`${exampleUrl}/orders/tea-1/refund`, { method: 'POST' })
    expect(refunded.status).toBe(201)
  }
  const reward = await outcomes.untilReward(relayer, shop, 'tea-1', 'void', ({ state }) => state === 'void')
  expect(reward).toMatchObject({ target: '0.00', standing: '0.00', debt: '0.00' })
})
