// Two relayers on the same data, on two ports: either takes orders, one sends, and one that dies is replaced by the other.

import { afterAll, beforeAll, expect, test } from 'vitest'
import { findFaults, paidTo, warp } from '../../support/books.ts'
import { startTestChain, type TestChain } from '../../support/chain.ts'
import { createTestDatabase, type TestDatabase } from '../../support/database.ts'
import * as outcomes from '../../support/outcomes.ts'
import { prepareRelayer, startRelayer, type TestRelayer } from '../../support/relayer.ts'
import * as shops from '../../support/shop.ts'
import { standardPaid, standardRefunded } from '../../support/webhooks.ts'

/** Orders, half of them to each relayer. */
const ORDERS = 20

let chain: TestChain
let database: TestDatabase
let one: TestRelayer
let other: TestRelayer
let shop: shops.TestShop
let person: shops.Person

beforeAll(async () => {
  ;[chain, database] = await Promise.all([startTestChain(), createTestDatabase()])
  one = await startRelayer({ chain, database })
  other = await prepareRelayer({ chain, database, env: { DATA_DIR: one.dataFolder } })
  await other.start()
  shop = await shops.openShop(one)
  person = await shops.join(one, shop)
})

afterAll(async () => {
  await Promise.all([one.stop(), other.stop()])
  await Promise.all([chain.stop(), database.drop()])
})

test('orders and refunds that reach either of them are rewarded once', async () => {
  const clickToken = await shops.click(other, person.code)
  const orders = Array.from({ length: ORDERS }, (_, i) => ({ id: `o-${i}`, at: i % 2 === 0 ? one : other }))
  await Promise.all(
    orders.map(async ({ id, at }) => {
      await shops.deliver(at, shop, standardPaid({ id, subtotal: '100.00', clickToken }))
      const elsewhere = at === one ? other : one
      await shops.deliver(
        elsewhere,
        shop,
        standardRefunded({ orderId: id, refundId: `r-${id}`, amount: '40.00' }),
      )
    }),
  )
  await outcomes.untilQuiet(one, shop)
  expect(await shops.readPool(other, shop)).toMatchObject({ available: '940.00', reserved: '60.00' })
})

test('when the one that sends dies, the other settles', async () => {
  await one.kill()
  await warp({ chain, database }, shops.BEYOND_HOLD_SECONDS)
  await outcomes.untilQuiet(other, shop)
  expect(await paidTo(chain, person.payee)).toBe(60_000_000n)
  expect(await findFaults({ chain, database })).toEqual([])
})
