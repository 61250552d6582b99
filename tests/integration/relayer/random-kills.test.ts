// The relayer is ended from outside, at random moments, while orders arrive: whatever was acknowledged is done in the
// end, once. The seeds are in the tests' names.

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { setTimeout as pause } from 'node:timers/promises'
import { findFaults, paidTo, queryDatabase, warp } from '../../support/books.ts'
import { startTestChain, type TestChain } from '../../support/chain.ts'
import { createTestDatabase, type TestDatabase } from '../../support/database.ts'
import * as outcomes from '../../support/outcomes.ts'
import { startRelayer, type TestRelayer } from '../../support/relayer.ts'
import * as shops from '../../support/shop.ts'
import { until } from '../../support/until.ts'
import { standardPaid, type Delivery } from '../../support/webhooks.ts'

/** Orders that arrive around the kill of one seed. */
const ORDERS = 30

/** Longest that a process lives before it is killed, in milliseconds: several of its rounds, and a batch's age. */
const LIFE_MILLISECONDS = 2_500

const SEEDS = [1, 2, 3, 5, 8]

let chain: TestChain
let database: TestDatabase
let relayer: TestRelayer
let shop: shops.TestShop
let people: readonly shops.Person[]

beforeAll(async () => {
  ;[chain, database] = await Promise.all([startTestChain(), createTestDatabase()])
  relayer = await startRelayer({ chain, database, env: { FINALITY: 'local' } })
  shop = await shops.openShop(relayer)
  people = await Promise.all(Array.from({ length: 5 }, () => shops.join(relayer, shop)))
})

afterAll(async () => {
  await relayer.stop()
  await Promise.all([chain.stop(), database.drop()])
})

/** Sends until it is acknowledged, as shops do. */
async function deliverSurely(delivery: Delivery): Promise<void> {
  await until('the delivery to be acknowledged', async () => {
    const { status } = await shops.deliver(relayer, shop, delivery)
    return status === 200
  })
}

/** Numbers below one, the same for the same seed (Park and Miller, 1988). */
function randomFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 48_271) % 2_147_483_647
    return state / 2_147_483_647
  }
}

/** Lets `ORDERS` orders arrive around the moment at which `end` ends the relayer, and starts it again. */
async function sellAround(seed: number, end: () => Promise<unknown>): Promise<void> {
  const random = randomFrom(seed)
  const tokens = await Promise.all(people.map((person) => shops.click(relayer, person.code)))
  const arriving = Promise.all(
    Array.from({ length: ORDERS }, async (_, i) => {
      await pause(random() * LIFE_MILLISECONDS)
      const clickToken = tokens[i % tokens.length] ?? ''
      await deliverSurely(standardPaid({ id: `s${seed}-${i}`, subtotal: '100.00', clickToken }))
    }),
  )
  await pause(random() * LIFE_MILLISECONDS)
  await end()
  await relayer.start()
  await arriving
}

async function countDeliveries(): Promise<number> {
  const [row] = await queryDatabase(database, 'select count(*)::text as n from retailer_deliveries')
  return Number(row?.['n'])
}

describe('a relayer that ends at random moments', () => {
  test.each(SEEDS)('by SIGKILL loses no order of those that arrive meanwhile (seed %i)', async (seed) => {
    const before = await countDeliveries()
    await sellAround(seed, () => relayer.kill())
    expect(await countDeliveries()).toBe(before + ORDERS)
  })

  test('by SIGTERM exits with 0 and loses no order of those that arrive meanwhile (seed 13)', async () => {
    const before = await countDeliveries()
    await sellAround(13, async () => {
      expect(await relayer.stop()).toEqual({ code: 0, signal: null })
    })
    expect(await countDeliveries()).toBe(before + ORDERS)
  })

  test('has reserved every reward once when it is left in peace', async () => {
    await outcomes.untilQuiet(relayer, shop)
    const rows = await queryDatabase(
      database,
      `select count(*)::text as rewards, sum(standing_micros)::text as standing, sum(waiting_micros)::text as waiting
       from retailer_rewards`,
    )
    expect(rows).toEqual([{ rewards: '180', standing: '900000000', waiting: '0' }])
    expect(await shops.readPool(relayer, shop)).toMatchObject({ available: '100.00', reserved: '900.00' })
  })

  test('pays every reward once, though it is killed while it settles', async () => {
    await chain.anvil.warp(shops.BEYOND_HOLD_SECONDS)
    await pause(randomFrom(21)() * LIFE_MILLISECONDS)
    await relayer.kill()
    await relayer.start()
    await warp({ chain, database }, 1)
    await outcomes.untilQuiet(relayer, shop)
    expect(await Promise.all(people.map((person) => paidTo(chain, person.payee)))).toEqual(
      Array<bigint>(5).fill(180_000_000n),
    )
    expect(await findFaults({ chain, database })).toEqual([])
  })
})

describe('a relayer that is killed between the answer to a webhook and its work', () => {
  test('does the work after the next start', async () => {
    const clickToken = await shops.click(relayer, people[0]?.code ?? '')
    const id = await killBeforeWork(clickToken)
    await relayer.start()
    await outcomes.untilReward(relayer, shop, id, 'known', ({ target }) => target === '5.00')
  })
})

/** Kills the relayer right after its answer; in the rare case that the work was done by then, once more. */
async function killBeforeWork(clickToken: string): Promise<string> {
  for (let attempt = 1; attempt <= 5; attempt++) {
    const id = `killed-${attempt}`
    await deliverSurely(standardPaid({ id, subtotal: '100.00', clickToken }))
    await relayer.kill()
    const unprocessed = await queryDatabase(
      database,
      `select 1 from retailer_deliveries where state = 'received'`,
    )
    if (unprocessed.length > 0) return id
    await relayer.start()
  }
  throw new Error('The relayer was never killed between an answer and its work.')
}
