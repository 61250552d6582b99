// Shops send webhooks more than once, and at once: what is said twice counts once.

import { afterAll, beforeAll, expect, test } from 'vitest'
import { queryDatabase } from '../../support/books.ts'
import { startTestChain, type TestChain } from '../../support/chain.ts'
import { createTestDatabase, type TestDatabase } from '../../support/database.ts'
import * as outcomes from '../../support/outcomes.ts'
import { startRelayer, type TestRelayer } from '../../support/relayer.ts'
import * as shops from '../../support/shop.ts'
import { standardPaid, standardRefunded, type Delivery } from '../../support/webhooks.ts'

/** Identical requests sent at once. */
const AT_ONCE = 20

let chain: TestChain
let database: TestDatabase
let relayer: TestRelayer
let shop: Omit<shops.TestShop, 'pool'>
let clickToken: string

beforeAll(async () => {
  ;[chain, database] = await Promise.all([startTestChain(), createTestDatabase()])
  relayer = await startRelayer({ chain, database })
  shop = await shops.openShopWithoutPool(relayer)
  const { code } = await shops.join(relayer, shop)
  clickToken = await shops.click(relayer, code)
})

afterAll(async () => {
  await relayer.stop()
  await Promise.all([chain.stop(), database.drop()])
})

async function send(...deliveries: readonly Delivery[]): Promise<readonly unknown[]> {
  const answers = []
  for (const delivery of deliveries) answers.push(await shops.deliver(relayer, shop, delivery))
  return answers.map(({ status, body }) => [status, body.status])
}

async function expectTarget(id: string, target: string): Promise<void> {
  await outcomes.untilReward(relayer, shop, id, `worth ${target}`, (reward) => reward.target === target)
}

test('the same order and the same refund again are already recorded and count once', async () => {
  const order = standardPaid({ id: 'again', subtotal: '100.00', clickToken })
  const refund = standardRefunded({ orderId: 'again', refundId: 'r-1', amount: '40.00' })
  expect(await send(order, order, refund, refund, order)).toEqual([
    [200, 'recorded'],
    [200, 'already-recorded'],
    [200, 'recorded'],
    [200, 'already-recorded'],
    [200, 'already-recorded'],
  ])
  await expectTarget('again', '3.00')
})

test('the same refund told again in other words counts once', async () => {
  const at = new Date(Date.now() + 9)
  const inOtherWords = standardRefunded({ orderId: 'again', refundId: 'r-1', amount: '40.00' }, at)
  const another = standardRefunded({ orderId: 'again', refundId: 'r-2', amount: '10.00' })
  expect(await send(inOtherWords, another)).toEqual([
    [200, 'recorded'],
    [200, 'recorded'],
  ])
  await expectTarget('again', '2.50')
})

test('twenty identical requests at once are one delivery, one order and one reward', async () => {
  const delivery = standardPaid({ id: 'at-once', subtotal: '100.00', clickToken })
  const answers = await Promise.all(
    Array.from({ length: AT_ONCE }, () => shops.deliver(relayer, shop, delivery)),
  )
  expect(answers.filter(({ status }) => status !== 200)).toEqual([])
  expect(answers.filter(({ body }) => body.status === 'recorded')).toHaveLength(1)
  expect(answers.filter(({ body }) => body.status === 'already-recorded')).toHaveLength(AT_ONCE - 1)

  await expectTarget('at-once', '5.00')
  const rows = await queryDatabase(
    database,
    `select (select count(*) from retailer_deliveries d where d.delivery_id = f.delivery_id)::text as deliveries,
       (select count(*) from retailer_rewards w where w.order_id = o.order_id)::text as rewards
     from retailer_orders o join retailer_order_facts f using (retailer_id, order_id)
     where o.external_id = 'at-once'`,
  )
  expect(rows).toEqual([{ deliveries: '1', rewards: '1' }])
})

test('a shop without a pool has its rewards wait for one', async () => {
  expect(await outcomes.rewardOf(relayer, shop, 'at-once')).toMatchObject({
    waiting: '5.00',
    reserved: '0.00',
    state: "waiting for the shop's pool",
  })
})
