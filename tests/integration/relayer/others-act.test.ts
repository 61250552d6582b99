// The ledger is open: a pool's owner may take a batch back, anybody may settle. The relayer's books follow whatever
// the chain says.

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findFaults, paidTo, readLedgerPool, warp } from '../../support/books.ts'
import { startTestChain, type TestChain } from '../../support/chain.ts'
import { createTestDatabase, type TestDatabase } from '../../support/database.ts'
import { committedBatches, paymentsTo, settledBatches } from '../../support/ledger-logs.ts'
import { batchRef, settleAsStranger, veto } from '../../support/act-as.ts'
import * as outcomes from '../../support/outcomes.ts'
import { startRelayer, type TestRelayer } from '../../support/relayer.ts'
import * as shops from '../../support/shop.ts'
import { standardPaid, standardRefunded } from '../../support/webhooks.ts'

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

async function sell(id: string, { code }: shops.Person, subtotal = '100.00'): Promise<void> {
  const clickToken = await shops.click(relayer, code)
  await shops.deliver(relayer, shop, standardPaid({ id, subtotal, clickToken }))
}

async function refund(orderId: string, amount: string): Promise<void> {
  await shops.deliver(
    relayer,
    shop,
    standardRefunded({ orderId, refundId: `of-${orderId}-${amount}`, amount }),
  )
}

function untilState(id: string, state: string): Promise<outcomes.Reward> {
  return outcomes.untilReward(relayer, shop, id, state, (reward) => reward.state === state)
}

/** The number that the pool's next batch gets. */
async function nextSeq(): Promise<number> {
  return (await readLedgerPool(chain, shop.pool)).nextSeq
}

describe('a batch that the pool’s owner takes back', () => {
  let seq: number

  beforeAll(async () => {
    seq = await nextSeq()
    await sell('vetoed', ann)
    await untilState('vetoed', 'promised')
    const { owner } = await shops.readPool(relayer, shop)
    await veto({ chain, database }, owner, await batchRef({ database }, shop.pool, seq))
    await untilState('vetoed', 'void')
  })

  test('gives its money back to the pool, and its rewards stand at nothing', async () => {
    await outcomes.untilQuiet(relayer, shop)
    expect(await shops.readPool(relayer, shop)).toMatchObject({ available: '1000.00', reserved: '0.00' })
    expect(await outcomes.rewardOf(relayer, shop, 'vetoed')).toMatchObject({
      standing: '0.00',
      waiting: '0.00',
      reserved: '0.00',
      debt: '0.00',
      state: 'void',
    })
  })

  test('is not promised again, not even when the order changes', async () => {
    await refund('vetoed', '10.00')
    await sell('after-veto', bob)
    await untilState('after-veto', 'promised')
    expect(await outcomes.rewardOf(relayer, shop, 'vetoed')).toMatchObject({
      standing: '0.00',
      waiting: '0.00',
    })
    expect(await shops.readPool(relayer, shop)).toMatchObject({ available: '995.00', reserved: '5.00' })
  })
})

describe('a batch with a refund under way that the pool’s owner takes back', () => {
  test('leaves nothing to amend', async () => {
    const seq = await nextSeq()
    await sell('vetoed-late', ann)
    await untilState('vetoed-late', 'promised')
    const batch = await batchRef({ database }, shop.pool, seq)
    const { owner } = await shops.readPool(relayer, shop)
    // The amendment is signed and saved, and nobody has seen it yet.
    await relayer.kill()
    const life = await relayer.start({ failpoint: 'after-sign-save' })
    await refund('vetoed-late', '40.00')
    await life.ended
    await veto({ chain, database }, owner, batch)
    await relayer.start()
    await untilState('vetoed-late', 'void')
    await outcomes.untilQuiet(relayer, shop)
    expect(await outcomes.rewardOf(relayer, shop, 'vetoed-late')).toMatchObject({
      standing: '0.00',
      debt: '0.00',
    })
    expect(await findFaults({ chain, database })).toEqual([])
  })
})

describe('a vetoed batch that had paid back a debt', () => {
  test('leaves the debt owed as before', async () => {
    await warp({ chain, database }, shops.BEYOND_HOLD_SECONDS)
    await outcomes.untilQuiet(relayer, shop)
    expect(await paidTo(chain, bob.payee)).toBe(5_000_000n)
    await refund('after-veto', '40.00')
    await outcomes.untilReward(relayer, shop, 'after-veto', 'in debt', ({ debt }) => debt === '2.00')

    const seq = await nextSeq()
    await sell('nets', bob)
    await untilState('nets', 'promised')
    expect(await outcomes.rewardOf(relayer, shop, 'nets')).toMatchObject({
      standing: '5.00',
      reserved: '3.00',
    })
    const { owner } = await shops.readPool(relayer, shop)
    await veto({ chain, database }, owner, await batchRef({ database }, shop.pool, seq))
    await untilState('nets', 'void')
    expect(await outcomes.rewardOf(relayer, shop, 'nets')).toMatchObject({ standing: '0.00', debt: '0.00' })
    expect(await outcomes.rewardOf(relayer, shop, 'after-veto')).toMatchObject({
      standing: '3.00',
      debt: '2.00',
    })
    expect(await findFaults({ chain, database })).toEqual([])
  })
})

describe('a matured batch that a stranger settles', () => {
  const stranger = shops.freshPayee()

  test('is paid once, and the books say so', async () => {
    const seq = await nextSeq()
    await sell('settled-by-stranger', ann)
    await untilState('settled-by-stranger', 'promised')
    await relayer.kill()
    await chain.anvil.warp(shops.BEYOND_HOLD_SECONDS)
    await settleAsStranger({ chain, database }, stranger, await batchRef({ database }, shop.pool, seq))
    await relayer.start()
    await untilState('settled-by-stranger', 'paid')
    await outcomes.untilQuiet(relayer, shop)
    expect((await settledBatches(chain, shop.pool)).filter((one) => one === seq)).toEqual([seq])
    expect(await paymentsTo(chain, ann.payee)).toEqual([5_000_000n])
    expect(await findFaults({ chain, database })).toEqual([])
  })

  test('before its amendment came through leaves a debt of the difference', async () => {
    const seq = await nextSeq()
    await sell('too-late', ann)
    await untilState('too-late', 'promised')
    const batch = await batchRef({ database }, shop.pool, seq)
    await relayer.kill()
    const life = await relayer.start({ failpoint: 'after-plan' })
    await refund('too-late', '40.00')
    await life.ended
    await chain.anvil.warp(shops.BEYOND_HOLD_SECONDS)
    await settleAsStranger({ chain, database }, stranger, batch)
    await relayer.start()
    await untilState('too-late', 'paid')
    await outcomes.untilQuiet(relayer, shop)
    expect(await outcomes.rewardOf(relayer, shop, 'too-late')).toMatchObject({
      standing: '3.00',
      paid: '5.00',
      debt: '2.00',
    })
    expect(await paidTo(chain, ann.payee)).toBe(10_000_000n)
    expect(await findFaults({ chain, database })).toEqual([])
  })

  test('takes no part in what was committed', async () => {
    const seqs = (await committedBatches(chain, shop.pool)).map(({ seq }) => seq)
    expect(seqs).toEqual([1, 2, 3, 4, 5, 6])
  })
})
