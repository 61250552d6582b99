// The life of one reward, from the shared link to the money at the payee's address, and what the books and the chain
// say of it afterwards.

import { rewardLedgerAbi } from '#abi/reward-ledger.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as api from '../../support/api.ts'
import { findFaults, queryDatabase, readLedgerPool, paidTo, warp } from '../../support/books.ts'
import { startTestChain, type TestChain } from '../../support/chain.ts'
import { createTestDatabase, type TestDatabase } from '../../support/database.ts'
import * as outcomes from '../../support/outcomes.ts'
import { startRelayer, type TestRelayer } from '../../support/relayer.ts'
import * as shops from '../../support/shop.ts'
import { until } from '../../support/until.ts'
import { standardPaid } from '../../support/webhooks.ts'

/** Seconds between blocks when nothing is sent. */
const BLOCK_SECONDS = 2

/** The relayer's own limit in this file, in seconds: longer than elsewhere, so that a late commit shows. */
const BATCH_MAX_AGE_SECONDS = 3

let chain: TestChain
let database: TestDatabase
let relayer: TestRelayer
let shop: shops.TestShop
let person: shops.Person

beforeAll(async () => {
  ;[chain, database] = await Promise.all([startTestChain(), createTestDatabase()])
  const env = { BATCH_MAX_AGE_SECONDS: String(BATCH_MAX_AGE_SECONDS), FINALITY: 'local' }
  relayer = await startRelayer({ chain, database, env })
  shop = await shops.openShop(relayer, { deposit: '500.00' })
  person = await shops.join(relayer, shop)
})

afterAll(async () => {
  await relayer.stop()
  await Promise.all([chain.stop(), database.drop()])
})

describe('one lone sale of 100.00 at five percent', () => {
  let clickToken: string

  test('is recorded, and a reward of 5.00 waits to be reserved', async () => {
    clickToken = await shops.click(relayer, person.code)
    const answer = await shops.deliver(
      relayer,
      shop,
      standardPaid({ id: 'o-1', subtotal: '100.00', clickToken }),
    )
    expect(answer).toEqual({ status: 200, body: { status: 'recorded' } })

    const reward = await outcomes.untilReward(relayer, shop, 'o-1', 'known', () => true)
    expect(reward).toMatchObject({
      target: '5.00',
      standing: '0.00',
      waiting: '5.00',
      reserved: '0.00',
      paid: '0.00',
      state: 'waiting to be reserved',
    })
  })

  test('is committed within the age of a batch and two blocks', async () => {
    const [committed] = await until('the commit', async () => {
      const events = await committedOf(shop.pool)
      return events.length > 0 && events
    })
    const [delivery] = await queryDatabase(
      database,
      'select extract(epoch from received_at)::text as received from retailer_deliveries',
    )
    const block = await chain.client.getBlock({ blockNumber: committed?.blockNumber ?? 0n })
    const waitedSeconds = Number(block.timestamp) - Number(delivery?.['received'])
    expect(waitedSeconds).toBeLessThanOrEqual(BATCH_MAX_AGE_SECONDS + 2 * BLOCK_SECONDS)
    expect(waitedSeconds).toBeGreaterThanOrEqual(BATCH_MAX_AGE_SECONDS - 1)
  })

  test('is promised once the commit is final, and the pool holds 5.00 for it', async () => {
    const reward = await outcomes.untilReward(
      relayer,
      shop,
      'o-1',
      'promised',
      ({ state }) => state === 'promised',
    )
    expect(reward).toMatchObject({ standing: '5.00', waiting: '0.00', reserved: '5.00', paid: '0.00' })
    expect(await shops.readPool(relayer, shop)).toMatchObject({
      deposited: '500.00',
      available: '495.00',
      reserved: '5.00',
      released: '0.00',
    })
    expect(await readLedgerPool(chain, shop.pool)).toMatchObject({
      availableMicros: 495_000_000n,
      reservedMicros: 5_000_000n,
      nextSeq: 2,
    })
  })

  test('is paid by itself when the hold is over', async () => {
    await warp({ chain, database }, shops.BEYOND_HOLD_SECONDS)
    const reward = await outcomes.untilReward(relayer, shop, 'o-1', 'paid', ({ state }) => state === 'paid')
    expect(reward).toMatchObject({
      target: '5.00',
      standing: '5.00',
      reserved: '0.00',
      paid: '5.00',
      debt: '0.00',
    })
    expect(await paidTo(chain, person.payee)).toBe(5_000_000n)
    expect(await shops.readPool(relayer, shop)).toMatchObject({
      available: '495.00',
      reserved: '0.00',
      released: '5.00',
    })
  })

  test('shows the person what was paid, by which chain transaction, and why', async () => {
    const me = await until('the page to say paid', async () => {
      const page = await api.get<Me>(relayer, '/v1/me', person.signInToken)
      return page.rewards[0]?.state === 'paid' && page
    })
    expect(me).toMatchObject({ promised: '0.00', owed: '0.00', paid: '5.00', debt: '0.00' })
    expect(me.links).toMatchObject([{ code: person.code, clicks: 1, sales: 1 }])
    expect(me.rewards).toMatchObject([
      { amount: '5.00', state: 'paid', sentence: 'The order earns 5.00 USD.' },
    ])
    expect(me.payments).toHaveLength(1)
    const receipt = await chain.client.getTransactionReceipt({
      hash: me.payments[0]?.chainTransaction ?? '0x',
    })
    expect(receipt.status).toBe('success')
  })

  test('leaves no work, one commit, one settlement, and books that the chain confirms', async () => {
    await outcomes.untilQuiet(relayer, shop)
    expect(await committedOf(shop.pool)).toHaveLength(1)
    const settled = await chain.client.getContractEvents({
      ...ledger(),
      eventName: 'Settled',
      args: { pool: shop.pool },
    })
    expect(settled).toHaveLength(1)
    expect(await findFaults({ chain, database })).toEqual([])
  })
})

type Me = {
  readonly links: readonly object[]
  readonly rewards: readonly { readonly state: string }[]
  readonly payments: readonly { readonly chainTransaction: `0x${string}` }[]
}

function ledger() {
  return { address: chain.ledger, abi: rewardLedgerAbi, fromBlock: 0n } as const
}

async function committedOf(pool: number) {
  return chain.client.getContractEvents({ ...ledger(), eventName: 'Committed', args: { pool } })
}
