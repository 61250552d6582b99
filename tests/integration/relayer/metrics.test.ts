// Figures of a program from real clicks, orders, a refund and payouts, as the API, the pages and the directory tell them.

import { createProgram } from '#cli/create-program.ts'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as api from '../../support/api.ts'
import { queryDatabase, warp } from '../../support/books.ts'
import { startTestChain, type TestChain } from '../../support/chain.ts'
import { createTestDatabase, type TestDatabase } from '../../support/database.ts'
import * as outcomes from '../../support/outcomes.ts'
import { startRelayer, type TestRelayer } from '../../support/relayer.ts'
import * as shops from '../../support/shop.ts'
import { standardPaid, standardRefunded } from '../../support/webhooks.ts'

let chain: TestChain
let database: TestDatabase
let relayer: TestRelayer
let shop: shops.TestShop
let mia: shops.Person
let ben: shops.Person

/**
 * Mia brought Ben, and says that she shared her link four times, with 250 readers each. One visitor follows Mia's link twice and Ben's once, buys for 100.00 through hers and for 40.00
 * through his, and gives 25.00 of the first back inside the hold. Both rewards are then paid.
 */
beforeAll(async () => {
  ;[chain, database] = await Promise.all([startTestChain(), createTestDatabase()])
  relayer = await startRelayer({ chain, database, env: { FINALITY: 'local' } })
  shop = await shops.openShop(relayer, { deposit: '500.00' })
  mia = await shops.join(relayer, shop)
  ben = await shops.join(relayer, shop, undefined, mia.code)
  await queryDatabase(
    database,
    `insert into retailer_mentions (retailer_id, mention_id, program_id, recommender_id, kind, channel, post_url,
       declared_reach, declared_at)
     select $1, 'share' || number, $2, $3, 'share', 'other', '', 250, now() from generate_series(1, 4) number`,
    [shop.retailerId, shop.programId, mia.recommenderId],
  )
  const first = await shops.click(relayer, mia.code)
  await shops.click(relayer, mia.code)
  const second = await shops.click(relayer, ben.code)
  await shops.deliver(relayer, shop, standardPaid({ id: 'o-1', subtotal: '100.00', clickToken: first }))
  await shops.deliver(relayer, shop, standardPaid({ id: 'o-2', subtotal: '40.00', clickToken: second }))
  const isPromised = ({ state }: outcomes.Reward) => state === 'promised'
  await outcomes.untilReward(relayer, shop, 'o-1', 'promised', isPromised)
  await outcomes.untilReward(relayer, shop, 'o-2', 'promised', isPromised)
  await shops.deliver(relayer, shop, standardRefunded({ orderId: 'o-1', refundId: 'r-1', amount: '25.00' }))
  await outcomes.untilReward(relayer, shop, 'o-1', 'reduced', ({ standing }) => standing === '3.75')
  await outcomes.untilQuiet(relayer, shop)
  await warp({ chain, database }, shops.BEYOND_HOLD_SECONDS)
  await outcomes.untilReward(relayer, shop, 'o-1', 'paid', ({ state }) => state === 'paid')
  await outcomes.untilReward(relayer, shop, 'o-2', 'paid', ({ state }) => state === 'paid')
})

afterAll(async () => {
  await relayer.stop()
  await Promise.all([chain.stop(), database.drop()])
})

type Metrics = {
  readonly totals: object
  readonly declared: object
  readonly days: readonly object[]
  readonly people: readonly { readonly recommenderId: string; readonly sales: string }[]
  readonly timeToPay: { readonly rewards: number; readonly p50Seconds: number }
  readonly carrying: { readonly gas: number; readonly released: string; readonly fees: string }
}

async function readMetrics(query: string): Promise<Metrics> {
  return api.get<Metrics>(relayer, `/v1/programs/${shop.programId}/metrics${query}`, shop.apiKey)
}

describe('a program with two sales, one of them partly given back', () => {
  test('tells what came of it', async () => {
    const { totals, declared, days, people } = await readMetrics('?marginBps=4000')
    expect(declared).toEqual({ shares: 4, reach: 1_000 })
    expect(totals).toMatchObject({
      reach: 1,
      clicks: 3,
      uniqueClicks: 2,
      ordersSeen: 2,
      orders: 2,
      ordersGivenBack: 1,
      seenSales: '140.00',
      sales: '140.00',
      keptSales: '115.00',
      granted: '7.00',
      rewards: '5.75',
      clickThroughBps: 5_000,
      conversionBps: 10_000,
      averageOrder: '70.00',
      earningsPerClick: '2.875',
      returnOnRewardsBps: 200_000,
      // 40 % of 115.00 is 46.00; 46.00 − 5.75 over 5.75.
      returnOnInvestmentBps: 70_000,
      refundBps: 1_785,
      reversalBps: 1_785,
      attributedSalesBps: 10_000,
    })
    expect(days).toHaveLength(1)
    expect(people.map(({ recommenderId, sales }) => [recommenderId, sales])).toEqual([
      [mia.recommenderId, '100.00'],
      [ben.recommenderId, '40.00'],
    ])
  })

  test('tells how long people waited, and what carrying their money cost', async () => {
    const { timeToPay, carrying } = await readMetrics('?gasPriceWei=1000000000&coinPrice=2000.00')
    expect(timeToPay.rewards).toBe(2)
    expect(timeToPay.p50Seconds).toBeGreaterThanOrEqual(7_200)
    expect(carrying.released).toBe('5.75')
    expect(carrying.gas).toBeGreaterThan(100_000)
    // Gas at one gwei and 2 000 a coin: two micros each.
    expect(carrying.fees).toBe((carrying.gas * 0.000_002).toFixed(6).replace(/0{1,4}$/, ''))
  })

  test('holds nothing before it began', async () => {
    const { totals } = await readMetrics('?from=2020-01-01&to=2020-02-01')
    expect(totals).toMatchObject({ clicks: 0, orders: 0, sales: '0.00', conversionBps: null })
  })

  test('spreads from Mia to Ben, with his sales below her', async () => {
    const path = `/v1/programs/${shop.programId}/spread`
    expect(await api.get(relayer, path, shop.apiKey)).toMatchObject({
      people: 2,
      generations: [1, 1],
      depth: 1,
      broughtSalesBps: 2_857,
      kFactor: { kBps: 5_000, invitationsBps: 10_000, joiningBps: 5_000 },
      cascades: [{ people: 2, structuralViralityBps: 10_000, sales: '140.00' }],
      influencers: [
        { recommenderId: mia.recommenderId, children: 1, sales: '100.00', downstreamSales: '40.00' },
        { recommenderId: ben.recommenderId, children: 0, sales: '40.00', downstreamSales: '0.00' },
      ],
    })
  })

  test('tells Mia what her links did, without naming Ben', async () => {
    const own = await api.get<{ readonly data: readonly object[] }>(
      relayer,
      '/v1/me/metrics',
      mia.signInToken,
    )
    expect(own.data).toMatchObject([
      {
        programId: shop.programId,
        figures: { uniqueClicks: 1, orders: 1, sales: '100.00', rewards: '3.75' },
        brought: { people: 1, downstreamPeople: 1, downstreamSales: '40.00' },
      },
    ])
    expect(JSON.stringify(own)).not.toContain(ben.recommenderId)
  })

  test('is in the directory with what was taken back of its word, for programs and for people', async () => {
    const { data } = await api.get<{ readonly data: readonly object[] }>(relayer, '/v1/public/programs')
    expect(data).toMatchObject([
      {
        programId: shop.programId,
        reward: { kind: 'percent', bps: 500 },
        holdSeconds: 7_200,
        hasFunds: true,
        committed: '7.00',
        reversalBps: 1_785,
      },
    ])
    const page = await (await fetch(`${relayer.url}/programs`)).text()
    expect(page).toContain(`href="/join/${shop.programId}"`)
    expect(page).toContain('17.85')
  })

  test('reads the same on the command line', async () => {
    const keyFile = join(mkdtempSync(join(tmpdir(), 'vouch-')), 'shop.key')
    writeFileSync(keyFile, shop.apiKey)
    const shown = async (command: string): Promise<string> => {
      const written: string[] = []
      const stdout = { write: (text: string) => written.push(text) }
      const startDemoChain = async () => undefined
      const program = createProgram(
        { stdout, stderr: stdout, ask: undefined },
        { stdout, stderr: stdout, clock: () => 0, exitWith: () => undefined, startDemoChain },
      )
      const options = ['--key-file', keyFile, '--url', relayer.url]
      await program.parseAsync([command, 'show', shop.programId, ...options], { from: 'user' })
      return written.join('')
    }
    const metrics = await shown('metrics')
    expect(metrics).toContain('sales 140.00, kept 115.00, refund rate 17.85 %, of all sales 100 %')
    expect(metrics).toContain('micro: 2 people, engagement none (declared)')
    const spread = await shown('spread')
    expect(spread).toContain('2 people in generations of 1, 1; depth 1, breadth 1')
    expect(spread).toContain('K 0.5000 = 1.0000 clicks a person x 50 % who join')
  })

  test('has its figures on the shop’s page and on Mia’s', async () => {
    const door = await fetch(`${relayer.url}/shop`, {
      method: 'POST',
      body: new URLSearchParams({ key: shop.apiKey }),
    })
    expect(await door.text()).toContain('What came of it in the last 30 days')
    const own = await (await fetch(`${relayer.url}/me/${mia.signInToken}`)).text()
    expect(own).toContain('What your links did')
    expect(own).toContain('Through you came 1 person who recommends')
  })

  test('is nobody else’s to read', async () => {
    const other = await shops.openShopWithoutPool(relayer)
    for (const what of ['metrics', 'spread']) {
      const path = `/v1/programs/${shop.programId}/${what}`
      await expect(api.get(relayer, path, other.apiKey)).rejects.toThrow(/404/)
    }
  })
})
