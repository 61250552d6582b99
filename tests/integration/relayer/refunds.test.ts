// Refunds and cancellations, wherever in a reward's life they arrive: the ledger always ends at policy(eligible −
// refunded). One market goes through its phases together; each test looks at one order of it.

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findFaults, paidTo, warp } from '../../support/books.ts'
import { startTestChain, type TestChain } from '../../support/chain.ts'
import { createTestDatabase, type TestDatabase } from '../../support/database.ts'
import * as outcomes from '../../support/outcomes.ts'
import { startRelayer, type TestRelayer } from '../../support/relayer.ts'
import * as shops from '../../support/shop.ts'
import {
  shopifyCancelled,
  shopifyPaid,
  shopifyRefunded,
  standardCancelled,
  standardPaid,
  standardRefunded,
  type Delivery,
} from '../../support/webhooks.ts'

let chain: TestChain
let database: TestDatabase
let relayer: TestRelayer
/** Signs by Standard Webhooks. */
let shop: shops.TestShop
/** Shopify-shaped: another retailer, another pool. */
let other: shops.TestShop
/** Its pool is empty until somebody fills it. */
let dry: shops.TestShop
let ann: shops.Person
let bob: shops.Person
let cid: shops.Person
/** Ann's link at the other shop. */
let annElsewhere: string

beforeAll(async () => {
  ;[chain, database] = await Promise.all([startTestChain(), createTestDatabase()])
  relayer = await startRelayer({ chain, database })
  ;[shop, other, dry] = await Promise.all([
    shops.openShop(relayer),
    shops.openShop(relayer, { platform: 'shopify' }),
    shops.openShop(relayer, { deposit: '0' }),
  ])
  ;[ann, bob, cid] = await Promise.all([
    shops.join(relayer, shop),
    shops.join(relayer, shop),
    shops.join(relayer, dry),
  ])
  annElsewhere = await shops.joinAgain(relayer, other, ann)
})

afterAll(async () => {
  await relayer.stop()
  await Promise.all([chain.stop(), database.drop()])
})

async function send(
  to: shops.TestShop,
  ...deliveries: readonly Delivery[]
): Promise<readonly (string | undefined)[]> {
  const statuses = []
  for (const delivery of deliveries) {
    const { status, body } = await shops.deliver(relayer, to, delivery)
    expect(status).toBe(200)
    statuses.push(body.status)
  }
  return statuses
}

/** An order of 100.00 that came by this link, unless said otherwise. */
async function sale(id: string, { code }: { readonly code: string }, subtotal = '100.00'): Promise<Delivery> {
  return standardPaid({ id, subtotal, clickToken: await shops.click(relayer, code) })
}

function refund(orderId: string, refundId: string, amount: string): Delivery {
  return standardRefunded({ orderId, refundId, amount })
}

async function expectReward(of: shops.TestShop, id: string, wanted: Partial<outcomes.Reward>): Promise<void> {
  const wantedKeys = Object.entries(wanted)
  const isThere = (reward: outcomes.Reward) =>
    wantedKeys.every(
      ([key, value]) => JSON.stringify(reward[key as keyof outcomes.Reward]) === JSON.stringify(value),
    )
  await outcomes.untilReward(relayer, of, id, JSON.stringify(wanted), isThere)
}

describe('refunds that arrive before the order is committed', () => {
  test('a partial refund before the order’s own webhook makes the reward smaller from the start', async () => {
    await send(shop, refund('early-part', 'r-1', '40.00'))
    await outcomes.untilQuiet(relayer, shop)
    expect(await outcomes.orderOf(relayer, shop, 'early-part')).toMatchObject({
      outcome: 'waiting-for-payment',
    })
    await send(shop, await sale('early-part', ann))
    await expectReward(shop, 'early-part', {
      target: '3.00',
      standing: '3.00',
      reserved: '3.00',
      state: 'promised',
    })
  })

  test('a full refund before the order’s own webhook leaves no reward', async () => {
    await send(shop, refund('early-whole', 'r-2', '100.00'), await sale('early-whole', ann))
    await expectReward(shop, 'early-whole', { target: '0.00', standing: '0.00', state: 'void', batches: [] })
  })

  test('a cancellation before the order’s own webhook leaves no reward', async () => {
    await send(shop, standardCancelled('early-cancel'), await sale('early-cancel', ann))
    await expectReward(shop, 'early-cancel', { target: '0.00', standing: '0.00', state: 'void', batches: [] })
    const reward = await outcomes.rewardOf(relayer, shop, 'early-cancel')
    expect(reward?.sentence).toBe('The order was cancelled, so there is no reward.')
  })

  test('more refunds than the order was worth leave no reward, and no debt', async () => {
    await send(shop, refund('over', 'r-3', '80.00'), refund('over', 'r-4', '70.00'), await sale('over', ann))
    await expectReward(shop, 'over', { target: '0.00', standing: '0.00', debt: '0.00', state: 'void' })
  })

  test('a refund while the reward waits for the shop’s pool makes what waits smaller', async () => {
    await send(dry, await sale('waits', cid))
    await expectReward(dry, 'waits', { waiting: '5.00', state: "waiting for the shop's pool" })
    await send(dry, refund('waits', 'r-5', '30.00'))
    await expectReward(dry, 'waits', { target: '3.50', waiting: '3.50', standing: '0.00' })
    await shops.fund(relayer, dry, '10.00')
    await expectReward(dry, 'waits', {
      standing: '3.50',
      reserved: '3.50',
      waiting: '0.00',
      state: 'promised',
    })
  })
})

describe('refunds inside the hold', () => {
  beforeAll(async () => {
    const token = await shops.click(relayer, annElsewhere)
    await Promise.all([
      send(
        shop,
        await sale('part', ann),
        await sale('whole', ann),
        await sale('cancel', ann),
        await sale('two', ann),
      ),
      send(shop, await sale('kept', bob)),
      send(
        other,
        shopifyPaid({ id: '7001', subtotal: '100.00', clickToken: token }),
        shopifyPaid({ id: '7002', subtotal: '100.00', clickToken: token }),
      ),
    ])
    for (const id of ['part', 'whole', 'cancel', 'two', 'kept'])
      await expectReward(shop, id, { state: 'promised' })
    for (const id of ['7001', '7002']) await expectReward(other, id, { state: 'promised' })
    await Promise.all([
      send(
        shop,
        refund('part', 'r-10', '40.00'),
        refund('whole', 'r-11', '100.00'),
        standardCancelled('cancel'),
      ),
      send(shop, refund('two', 'r-12', '10.00'), refund('two', 'r-13', '20.00')),
      send(
        other,
        shopifyRefunded({ orderId: '7001', refundId: '81', amount: '50.00' }),
        shopifyCancelled('7002'),
      ),
    ])
    await Promise.all([outcomes.untilQuiet(relayer, shop), outcomes.untilQuiet(relayer, other)])
  })

  test('a partial refund is taken off on chain', async () => {
    await expectReward(shop, 'part', { target: '3.00', standing: '3.00', reserved: '3.00', debt: '0.00' })
    const reward = await outcomes.rewardOf(relayer, shop, 'part')
    expect(reward?.batches).toMatchObject([{ amount: '5.00', amended: '2.00' }])
  })

  test('a full refund takes the whole reward off on chain', async () => {
    await expectReward(shop, 'whole', {
      target: '0.00',
      standing: '0.00',
      reserved: '0.00',
      debt: '0.00',
      state: 'void',
    })
  })

  test('a cancellation takes the whole reward off on chain', async () => {
    await expectReward(shop, 'cancel', { target: '0.00', standing: '0.00', reserved: '0.00', state: 'void' })
  })

  test('two refunds of one order are both taken off', async () => {
    await expectReward(shop, 'two', { target: '3.50', standing: '3.50', reserved: '3.50' })
  })

  test('refunds of a Shopify shop are taken off alike', async () => {
    await expectReward(other, '7001', { target: '2.50', reserved: '2.50' })
    await expectReward(other, '7002', { target: '0.00', reserved: '0.00', state: 'void' })
  })

  test('another person’s reward in the same batch is left alone', async () => {
    await expectReward(shop, 'kept', { target: '5.00', reserved: '5.00', state: 'promised' })
  })

  test('what was taken off is available to the pool again', async () => {
    // 3.00 early-part + 3.00 part + 3.50 two + 5.00 kept
    expect(await shops.readPool(relayer, shop)).toMatchObject({ available: '985.50', reserved: '14.50' })
    expect(await shops.readPool(relayer, other)).toMatchObject({ available: '997.50', reserved: '2.50' })
  })
})

describe('refunds after the money went out', () => {
  beforeAll(async () => {
    await warp({ chain, database }, shops.BEYOND_HOLD_SECONDS)
    for (const each of [shop, other, dry]) await outcomes.untilQuiet(relayer, each)
  })

  test('everybody has been paid exactly what was kept', async () => {
    expect(await paidTo(chain, ann.payee)).toBe(12_000_000n) // 3.00 + 3.00 + 3.50, elsewhere 2.50
    expect(await paidTo(chain, bob.payee)).toBe(5_000_000n)
    expect(await paidTo(chain, cid.payee)).toBe(3_500_000n)
  })

  test('a refund becomes a debt to that pool, and nothing is taken from anybody', async () => {
    await send(shop, refund('part', 'r-20', '60.00'))
    await expectReward(shop, 'part', { target: '0.00', standing: '0.00', paid: '3.00', debt: '3.00' })
    expect(await paidTo(chain, ann.payee)).toBe(12_000_000n)
  })

  test('the next rewards of the same person at the same pool pay it back, oldest first', async () => {
    await send(shop, await sale('pays-back', ann, '40.00'))
    await expectReward(shop, 'pays-back', { target: '2.00', standing: '2.00', batches: [] })
    await expectReward(shop, 'part', { debt: '1.00' })
    await send(shop, await sale('pays-rest', ann))
    await expectReward(shop, 'pays-rest', {
      target: '5.00',
      standing: '5.00',
      reserved: '4.00',
      state: 'promised',
    })
    await expectReward(shop, 'part', { debt: '0.00' })
  })

  test('no other person’s and no other pool’s rewards pay for it', async () => {
    await send(shop, refund('two', 'r-21', '70.00'))
    await expectReward(shop, 'two', { target: '0.00', debt: '3.50' })
    const clickToken = await shops.click(relayer, annElsewhere)
    await send(other, shopifyPaid({ id: '7003', subtotal: '100.00', clickToken }))
    await send(shop, await sale('of-bob', bob))
    await expectReward(other, '7003', { standing: '5.00', reserved: '5.00', state: 'promised' })
    await expectReward(shop, 'of-bob', { standing: '5.00', reserved: '5.00', state: 'promised' })
    await expectReward(shop, 'two', { debt: '3.50' })
  })

  test('a reward that paid back a debt and is refunded inside the hold is a debt again', async () => {
    await send(shop, refund('pays-rest', 'r-22', '100.00'))
    // Of its 5.00, 4.00 came to be reserved and go back to the pool; 1.00 had paid for another order.
    await expectReward(shop, 'pays-rest', {
      target: '0.00',
      standing: '0.00',
      reserved: '0.00',
      debt: '1.00',
    })
    await outcomes.untilQuiet(relayer, shop)
  })

  test('the books and the chain agree in the end', async () => {
    await warp({ chain, database }, shops.BEYOND_HOLD_SECONDS)
    for (const each of [shop, other, dry]) await outcomes.untilQuiet(relayer, each)
    expect(await paidTo(chain, ann.payee)).toBe(17_000_000n) // 12.00 + 5.00 elsewhere
    expect(await paidTo(chain, bob.payee)).toBe(10_000_000n) // 5.00 + 5.00
    expect(await findFaults({ chain, database })).toEqual([])
  })
})
