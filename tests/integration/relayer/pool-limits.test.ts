// Pools that are short of money or of rate: rewards wait, first in first out, and nobody is forgotten or favoured.

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findFaults, paidTo, warp } from '../../support/books.ts'
import { startTestChain, type TestChain } from '../../support/chain.ts'
import { createTestDatabase, type TestDatabase } from '../../support/database.ts'
import * as outcomes from '../../support/outcomes.ts'
import { startRelayer, type TestRelayer } from '../../support/relayer.ts'
import * as shops from '../../support/shop.ts'
import { standardPaid } from '../../support/webhooks.ts'

/** A day and a little, in seconds: what a rate limit is counted by. */
const BEYOND_DAY_SECONDS = 86_500

let chain: TestChain
let database: TestDatabase
let relayer: TestRelayer
/** Begins with 12.00. */
let poor: shops.TestShop
/** May reserve 20.00 at once and 5.00 a day more. */
let limited: shops.TestShop
/** Has no money yet. */
let empty: shops.TestShop

beforeAll(async () => {
  ;[chain, database] = await Promise.all([startTestChain(), createTestDatabase()])
  relayer = await startRelayer({ chain, database })
  ;[poor, limited, empty] = await Promise.all([
    shops.openShop(relayer, { deposit: '12.00' }),
    shops.openShop(relayer, { terms: { rateCapacity: '20.00', ratePerDay: '5.00' } }),
    shops.openShop(relayer, { deposit: '0' }),
  ])
})

afterAll(async () => {
  await relayer.stop()
  await Promise.all([chain.stop(), database.drop()])
})

/** Sells, one after the other, what `subtotals` says; the n-th order is called `o-<n>`. */
async function sell(
  shop: shops.TestShop,
  { code }: shops.Person,
  subtotals: readonly string[],
): Promise<void> {
  const clickToken = await shops.click(relayer, code)
  for (const [i, subtotal] of subtotals.entries()) {
    const id = `o-${i + 1}`
    await shops.deliver(relayer, shop, standardPaid({ id, subtotal, clickToken }))
    await outcomes.untilReward(relayer, shop, id, 'known', () => true)
  }
}

async function expectStates(shop: shops.TestShop, states: readonly string[]): Promise<void> {
  for (const [i, state] of states.entries()) {
    await outcomes.untilReward(relayer, shop, `o-${i + 1}`, state, (reward) => reward.state === state)
  }
}

describe('a pool that is short of money', () => {
  test('lets rewards wait for it from the first that it cannot cover', async () => {
    // Rewards of 5.00, 5.00, 5.00 and 1.00; the pool would cover the last one, but not out of turn.
    await sell(poor, await shops.join(relayer, poor), ['100.00', '100.00', '100.00', '20.00'])
    await expectStates(poor, [
      'promised',
      'promised',
      "waiting for the shop's pool",
      'waiting to be reserved',
    ])
    expect(await shops.readPool(relayer, poor)).toMatchObject({ available: '2.00', reserved: '10.00' })
  })

  test('reserves them in their order when money comes', async () => {
    await shops.fund(relayer, poor, '3.00')
    await expectStates(poor, ['promised', 'promised', 'promised', "waiting for the shop's pool"])
    expect(await shops.readPool(relayer, poor)).toMatchObject({ available: '0.00', reserved: '15.00' })
    await shops.fund(relayer, poor, '1.00')
    await expectStates(poor, ['promised', 'promised', 'promised', 'promised'])
  })
})

describe('a pool whose rate limit is reached', () => {
  let person: shops.Person

  test('lets the rest wait to be reserved, though there is money', async () => {
    person = await shops.join(relayer, limited)
    await sell(limited, person, ['200.00', '200.00', '100.00', '100.00'])
    await expectStates(limited, ['promised', 'promised', 'waiting to be reserved', 'waiting to be reserved'])
    expect(await shops.readPool(relayer, limited)).toMatchObject({ available: '980.00', reserved: '20.00' })
  })

  test('reserves what a day more allows, and no more', async () => {
    await warp({ chain, database }, BEYOND_DAY_SECONDS)
    await expectStates(limited, ['paid', 'paid', 'promised', 'waiting to be reserved'])
    expect(await shops.readPool(relayer, limited)).toMatchObject({ available: '975.00', reserved: '5.00' })
    expect(await paidTo(chain, person.payee)).toBe(20_000_000n)
  })

  test('keeps books that the chain confirms', async () => {
    expect(await findFaults({ chain, database })).toEqual([])
  })
})

describe('two deposits that are asked for at once', () => {
  test('both arrive', async () => {
    await Promise.all([shops.fund(relayer, empty, '7.00'), shops.fund(relayer, empty, '5.00')])
    await shops.untilPool(relayer, empty, 'both deposits', ({ deposited }) => deposited === '12.00')
  })
})
