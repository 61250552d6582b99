// Programs and retailers stay apart: each pays from its own pool, for its own orders, and sees nothing of another.

import { afterAll, beforeAll, expect, test } from 'vitest'
import { findFaults, paidTo, readLedgerPool } from '../../support/books.ts'
import { startTestChain, type TestChain } from '../../support/chain.ts'
import { createTestDatabase, type TestDatabase } from '../../support/database.ts'
import * as outcomes from '../../support/outcomes.ts'
import { startRelayer, type TestRelayer } from '../../support/relayer.ts'
import * as shops from '../../support/shop.ts'
import { standardPaid } from '../../support/webhooks.ts'
import { warp } from '../../support/books.ts'

let chain: TestChain
let database: TestDatabase
let relayer: TestRelayer
/** One retailer with two programs. */
let first: shops.TestShop
let second: shops.TestProgram
/** Another retailer. */
let other: shops.TestShop
let ann: shops.Person
let bob: shops.Person

beforeAll(async () => {
  ;[chain, database] = await Promise.all([startTestChain(), createTestDatabase()])
  relayer = await startRelayer({ chain, database })
  ;[first, other] = await Promise.all([shops.openShop(relayer), shops.openShop(relayer)])
  second = await shops.openProgram(relayer, first, {
    policy: { reward: { kind: 'flat', amount: '2.00' } },
    deposit: '500.00',
  })
  ;[ann, bob] = await Promise.all([shops.join(relayer, first), shops.join(relayer, second)])
})

afterAll(async () => {
  await relayer.stop()
  await Promise.all([chain.stop(), database.drop()])
})

async function sell(id: string, code: string, shop: shops.TestShop): Promise<void> {
  const clickToken = await shops.click(relayer, code)
  await shops.deliver(relayer, shop, standardPaid({ id, subtotal: '100.00', clickToken }))
}

test('an order is paid by the program whose link it carries, from that program’s pool', async () => {
  await Promise.all([sell('by-ann', ann.code, first), sell('by-bob', bob.code, first)])
  const isPromised = ({ state }: outcomes.Reward) => state === 'promised'
  const byAnn = await outcomes.untilReward(relayer, first, 'by-ann', 'promised', isPromised)
  const byBob = await outcomes.untilReward(relayer, first, 'by-bob', 'promised', isPromised)
  expect(byAnn).toMatchObject({ programId: first.programId, reserved: '5.00' })
  expect(byBob).toMatchObject({ programId: second.programId, reserved: '2.00' })
  expect(await readLedgerPool(chain, first.pool)).toMatchObject({ reservedMicros: 5_000_000n })
  expect(await readLedgerPool(chain, second.pool)).toMatchObject({ reservedMicros: 2_000_000n })
})

test('a link of one retailer earns nothing at another', async () => {
  await sell('with-foreign-link', ann.code, other)
  await outcomes.untilQuiet(relayer, other)
  expect(await outcomes.orderOf(relayer, other, 'with-foreign-link')).toMatchObject({
    outcome: 'not-credited',
    rewardId: null,
    reason: 'What the order carried as a link is none of this program, or nobody has followed it.',
  })
  expect(await readLedgerPool(chain, other.pool)).toMatchObject({ reservedMicros: 0n })
})

test('the same order number at two retailers is two orders', async () => {
  const code = await shops.joinAgain(relayer, other, ann)
  await sell('by-ann', code, other)
  await outcomes.untilReward(relayer, other, 'by-ann', 'promised', ({ state }) => state === 'promised')
  expect(await shops.readPool(relayer, first)).toMatchObject({ reserved: '5.00' })
  expect(await shops.readPool(relayer, other)).toMatchObject({ reserved: '5.00' })
})

test('one retailer’s key answers for another’s program, order and reward as for unknown ones', async () => {
  const order = await outcomes.orderOf(relayer, first, 'by-ann')
  const paths = [
    `/v1/programs/${first.programId}/pool`,
    `/v1/orders/${order?.orderId}`,
    `/v1/rewards/${order?.rewardId}`,
    `/v1/rewards/${other.retailerId}${'2'.repeat(16)}`,
  ]
  const answers = await Promise.all(
    paths.map(async (path) => {
      const response = await fetch(`${relayer.url}${path}`, {
        headers: { authorization: `Bearer ${other.apiKey}` },
      })
      return [response.status, await response.text()]
    }),
  )
  expect(new Set(answers.map(String)).size).toBe(1)
  expect(answers[0]?.[0]).toBe(404)
})

test('people who share for several are paid by each, and the books add up', async () => {
  await warp({ chain, database }, shops.BEYOND_HOLD_SECONDS)
  await Promise.all([outcomes.untilQuiet(relayer, first), outcomes.untilQuiet(relayer, other)])
  expect(await paidTo(chain, ann.payee)).toBe(10_000_000n)
  expect(await paidTo(chain, bob.payee)).toBe(2_000_000n)
  expect(await shops.readPool(relayer, first)).toMatchObject({ available: '995.00', released: '5.00' })
  expect(await shops.readPool(relayer, { ...first, ...second })).toMatchObject({
    available: '498.00',
    released: '2.00',
  })
  expect(await shops.readPool(relayer, other)).toMatchObject({ available: '995.00', released: '5.00' })
  expect(await findFaults({ chain, database })).toEqual([])
})
