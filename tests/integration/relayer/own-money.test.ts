// Money that is owed or available is its owner's: small rewards wait until they are worth a payment, a payee may take
// them at any time, and a shop takes back what is not promised. The books follow.

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as api from '../../support/api.ts'
import { executeWithdrawal, handOver, requestWithdrawal, withdrawAsPayee } from '../../support/act-as.ts'
import { findFaults, paidTo, readOwed, warp } from '../../support/books.ts'
import { startTestChain, type TestChain } from '../../support/chain.ts'
import { createTestDatabase, type TestDatabase } from '../../support/database.ts'
import { paymentsTo } from '../../support/ledger-logs.ts'
import * as outcomes from '../../support/outcomes.ts'
import { startRelayer, type TestRelayer } from '../../support/relayer.ts'
import * as shops from '../../support/shop.ts'
import { standardPaid } from '../../support/webhooks.ts'

/** The ledger's notice for a pool's money: a day, and a little. */
const BEYOND_NOTICE_SECONDS = 86_500

let chain: TestChain
let database: TestDatabase
let relayer: TestRelayer
let shop: shops.TestShop
let ann: shops.Person
let bob: shops.Person

beforeAll(async () => {
  ;[chain, database] = await Promise.all([startTestChain(), createTestDatabase()])
  relayer = await startRelayer({ chain, database })
  shop = await shops.openShop(relayer, { deposit: '100.00' })
  ;[ann, bob] = await Promise.all([shops.join(relayer, shop), shops.join(relayer, shop)])
})

afterAll(async () => {
  await relayer.stop()
  await Promise.all([chain.stop(), database.drop()])
})

/** An order of 1.00, worth a reward of 0.05: half of what is paid at once. */
async function sellLittle(id: string, { code }: shops.Person): Promise<void> {
  const clickToken = await shops.click(relayer, code)
  await shops.deliver(relayer, shop, standardPaid({ id, subtotal: '1.00', clickToken }))
  await outcomes.untilReward(relayer, shop, id, 'promised', ({ state }) => state === 'promised')
}

async function beyondHold(): Promise<void> {
  await warp({ chain, database }, shops.BEYOND_HOLD_SECONDS)
  await outcomes.untilQuiet(relayer, shop)
}

describe('rewards below the smallest payment', () => {
  test('are owed, and not paid yet', async () => {
    await Promise.all([sellLittle('ann-1', ann), sellLittle('bob-1', bob)])
    await beyondHold()
    expect(await outcomes.rewardOf(relayer, shop, 'ann-1')).toMatchObject({ state: 'owed', paid: '0.00' })
    expect(await paidTo(chain, ann.payee)).toBe(0n)
    expect(await readOwed(chain, ann.payee)).toBe(50_000n)
    expect(await findFaults({ chain, database })).toEqual([])
  })

  test('are paid when the payee takes them', async () => {
    await withdrawAsPayee({ chain, database }, bob.payee, bob.payee, 50_000n)
    await outcomes.untilReward(relayer, shop, 'bob-1', 'paid', ({ state }) => state === 'paid')
    expect(await paidTo(chain, bob.payee)).toBe(50_000n)
    const me = await api.get<{ owed: string; paid: string }>(relayer, '/v1/me', bob.signInToken)
    expect(me).toMatchObject({ owed: '0.00', paid: '0.05' })
  })

  test('are paid together once they add up to it', async () => {
    await sellLittle('ann-2', ann)
    await beyondHold()
    for (const id of ['ann-1', 'ann-2']) {
      await outcomes.untilReward(relayer, shop, id, 'paid', ({ state }) => state === 'paid')
    }
    expect(await paymentsTo(chain, ann.payee)).toEqual([100_000n])
  })
})

describe('money that a shop takes back', () => {
  test('leaves the pool after the notice, and what is promised stays', async () => {
    await sellLittle('promised', ann)
    const { owner, available } = await shops.readPool(relayer, shop)
    expect(available).toBe('99.80')
    await requestWithdrawal({ chain, database }, owner, shop.pool, 60_000_000n)
    await chain.anvil.warp(BEYOND_NOTICE_SECONDS)
    await executeWithdrawal({ chain, database }, owner, shop.pool)
    const pool = await shops.untilPool(
      relayer,
      shop,
      'its money back',
      ({ withdrawn }) => withdrawn === '60.00',
    )
    expect(pool).toMatchObject({ deposited: '100.00', available: '39.80' })
    await outcomes.untilQuiet(relayer, shop)
    expect(await readOwed(chain, ann.payee)).toBe(50_000n)
    expect(await findFaults({ chain, database })).toEqual([])
  })
})

describe('a pool that its owner hands over', () => {
  const heir = shops.freshPayee()

  test('belongs to whoever took it, wherever its owner is shown', async () => {
    const { owner } = await shops.readPool(relayer, shop)
    await handOver({ chain, database }, owner, { pool: shop.pool, newOwner: heir })
    const pool = await shops.untilPool(relayer, shop, 'its new owner', (shown) => shown.owner === heir)
    expect(pool).toMatchObject({ state: 'open', deposited: '100.00', available: '39.80' })
  })

  test('is not paid into by its shop any more', async () => {
    await expect(shops.fund(relayer, shop, '5.00')).rejects.toThrow('pool_owner_changed')
    const pool = await shops.readPool(relayer, shop)
    expect(pool).toMatchObject({ owner: heir, deposited: '100.00', available: '39.80' })
  })

  test('pays what is taken back to them, and the books follow', async () => {
    await requestWithdrawal({ chain, database }, heir, shop.pool, 4_800_000n)
    await chain.anvil.warp(BEYOND_NOTICE_SECONDS)
    await executeWithdrawal({ chain, database }, heir, shop.pool)
    await shops.untilPool(relayer, shop, 'the withdrawal', ({ withdrawn }) => withdrawn === '64.80')
    expect(await paymentsTo(chain, heir)).toEqual([4_800_000n])
    await outcomes.untilQuiet(relayer, shop)
    expect(await findFaults({ chain, database })).toEqual([])
  })
})
