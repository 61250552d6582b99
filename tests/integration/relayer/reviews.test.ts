// Rewards under review, end to end: a suspected reward is committed like any other; refused, it goes back on chain for
// everybody to see; left alone, it is released by itself before it matures, and paid.

import { audit } from '#audit/audit.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { get, post } from '../../support/api.ts'
import { findFaults, paidTo, warp } from '../../support/books.ts'
import { startTestChain, type TestChain } from '../../support/chain.ts'
import { createTestDatabase, type TestDatabase } from '../../support/database.ts'
import { amendedBatches } from '../../support/ledger-logs.ts'
import { untilQuiet, untilReward } from '../../support/outcomes.ts'
import { startRelayer, type TestRelayer } from '../../support/relayer.ts'
import * as shops from '../../support/shop.ts'
import { until } from '../../support/until.ts'
import { standardPaid } from '../../support/webhooks.ts'

type Case = {
  readonly reviewId: string
  readonly externalId: string
  readonly state: string
  readonly amount: string
  readonly openedAt: string
  readonly dueAt: string
  readonly verdicts: readonly { readonly rule: string; readonly sentence: string }[]
}

/** From the commit to ten minutes before maturity, and a little: the hold is two hours. */
const TO_THE_END_OF_REVIEW_SECONDS = 6_700

let chain: TestChain
let database: TestDatabase
let relayer: TestRelayer
let shop: shops.TestShop
let ann: shops.Person
let bob: shops.Person

beforeAll(async () => {
  ;[chain, database] = await Promise.all([startTestChain(), createTestDatabase()])
  relayer = await startRelayer({ chain, database })
  shop = await shops.openShop(relayer)
  ;[ann, bob] = await Promise.all([shops.join(relayer, shop), shops.join(relayer, shop)])
})

afterAll(async () => {
  await relayer.stop()
  await Promise.all([chain.stop(), database.drop()])
})

/** An order of 100.00, paid so many seconds after the click. */
async function sale(id: string, { code }: shops.Person, secondsLater: number): Promise<void> {
  const clickToken = await shops.click(relayer, code)
  const at = new Date(Date.now() + secondsLater * 1_000)
  const delivery = standardPaid({ id, subtotal: '100.00', clickToken, at })
  expect((await shops.deliver(relayer, shop, delivery)).status).toBe(200)
}

async function cases(state: string): Promise<readonly Case[]> {
  const path = `/v1/reviews?state=${state}&limit=100`
  return (await get<{ data: readonly Case[] }>(relayer, path, shop.apiKey)).data
}

async function poolReport() {
  const report = await audit({ rpc: chain.rpcUrl, ledger: chain.ledger, fromBlock: chain.deployBlock })
  return report.pools.find(({ id }) => id === shop.pool)
}

const decide = (reviewId: string, verb: string, body: object) =>
  post<Case>(relayer, `/v1/reviews/${reviewId}/${verb}`, body, shop.apiKey)

test('a suspected reward is committed; refused it goes back, released or left alone it is paid', async () => {
  for (const id of ['left-alone', 'refused', 'released']) await sale(id, ann, 0)
  await sale('ordinary', bob, 60)
  for (const id of ['left-alone', 'refused', 'released', 'ordinary']) {
    await untilReward(relayer, shop, id, 'promised', (reward) => reward.reserved === '5.00')
  }
  const open = await cases('open')
  // Deliveries are read side by side, so cases may open in any order.
  expect(open.map(({ externalId, amount }) => `${externalId} ${amount}`).toSorted()).toEqual([
    'left-alone 5.00',
    'refused 5.00',
    'released 5.00',
  ])
  expect(open[0]?.verdicts).toMatchObject([{ rule: 'F10' }])
  expect((await poolReport())?.orders).toEqual({
    seen: '4',
    rewarded: '4',
    rejected: '0',
    underReview: '3',
  })

  const idOf = (externalId: string) => open.find((one) => one.externalId === externalId)?.reviewId ?? ''
  const refused = await decide(idOf('refused'), 'refuse', { reason: 'not-a-sale', note: 'Never sent.' })
  expect(refused).toMatchObject({ state: 'refused', reason: 'not-a-sale', amount: '0.00' })
  expect(await decide(idOf('released'), 'release', {})).toMatchObject({ state: 'released' })
  await expect(decide(idOf('released'), 'refuse', { reason: 'other' })).rejects.toThrow('review_over')

  const reward = await untilReward(relayer, shop, 'refused', 'void', ({ state }) => state === 'void')
  expect(reward).toMatchObject({ target: '0.00', reserved: '0.00', debt: '0.00' })
  expect(reward.sentence).toBe('The shop refused this reward: it found that the order was no real sale.')
  await untilQuiet(relayer, shop)
  expect(await amendedBatches(chain, shop.pool)).toHaveLength(1)
  // 20.00 promised, 5.00 of it taken back: a quarter.
  expect((await poolReport())?.conduct).toMatchObject({
    committed: '20000000',
    amended: '5000000',
    reversalBps: 2_500,
  })

  await warp({ chain, database }, TO_THE_END_OF_REVIEW_SECONDS)
  await until(
    'the case that nobody looked at to be released',
    async () => (await cases('open')).length === 0,
    { seen: () => undefined },
  )
  expect((await cases('expired')).map(({ externalId }) => externalId)).toEqual(['left-alone'])
  await expect(decide(idOf('left-alone'), 'refuse', { reason: 'other' })).rejects.toThrow('review_over')

  await warp({ chain, database }, shops.BEYOND_HOLD_SECONDS - TO_THE_END_OF_REVIEW_SECONDS)
  await untilReward(relayer, shop, 'left-alone', 'paid', ({ paid }) => paid === '5.00')
  await untilQuiet(relayer, shop)
  expect(await paidTo(chain, ann.payee)).toBe(10_000_000n)
  expect(await paidTo(chain, bob.payee)).toBe(5_000_000n)
  expect(await findFaults({ chain, database })).toEqual([])
})

test('a refusal of another shop, or for a reason that is none, is refused', async () => {
  const [one] = await cases('expired')
  const other = await shops.openShopWithoutPool(relayer)
  const path = `/v1/reviews/${one?.reviewId}/refuse`
  await expect(post(relayer, path, { reason: 'other' }, other.apiKey)).rejects.toThrow('not_found')
  await expect(post(relayer, path, { reason: 'because' }, shop.apiKey)).rejects.toThrow('input_invalid')
})
