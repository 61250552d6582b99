// What the relayer stands on goes away for a while: the node, the end of its chain, the database's connections. Orders
// go on arriving, and everything is done once when it is back.

import { invariant } from '#domain/invariant.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findFaults, paidTo, queryDatabase, warp } from '../../support/books.ts'
import { startTestChain, type TestChain } from '../../support/chain.ts'
import { createTestDatabase, type TestDatabase } from '../../support/database.ts'
import { committedBatches } from '../../support/ledger-logs.ts'
import * as outcomes from '../../support/outcomes.ts'
import { startRelayer, type TestRelayer } from '../../support/relayer.ts'
import { openRpcGate, type RpcGate } from '../../support/rpc-gate.ts'
import * as shops from '../../support/shop.ts'
import { until } from '../../support/until.ts'
import { standardPaid } from '../../support/webhooks.ts'

/** A start may not help: somebody has to look first. */
const EXIT_FATAL = 5

let chain: TestChain
let gate: RpcGate
let database: TestDatabase
let relayer: TestRelayer
let shop: shops.TestShop
let person: shops.Person
let clickToken: string

beforeAll(async () => {
  ;[chain, database] = await Promise.all([startTestChain(), createTestDatabase()])
  gate = await openRpcGate(chain.rpcUrl)
  relayer = await startRelayer({
    chain: { ...chain, rpcUrl: gate.url },
    database,
    env: { FINALITY: 'local' },
  })
  shop = await shops.openShop(relayer)
  person = await shops.join(relayer, shop)
  clickToken = await shops.click(relayer, person.code)
})

afterAll(async () => {
  await relayer.stop()
  await gate.close()
  await Promise.all([chain.stop(), database.drop()])
})

async function sell(id: string): Promise<void> {
  const { status } = await shops.deliver(relayer, shop, standardPaid({ id, subtotal: '100.00', clickToken }))
  expect(status).toBe(200)
}

/** Replaces the latest blocks of the chain by empty ones. */
async function takeBack(blocks: number): Promise<void> {
  await chain.client.request<{ Method: 'anvil_reorg'; Parameters: [number, []]; ReturnType: null }>({
    method: 'anvil_reorg',
    params: [blocks, []],
  })
}

async function readiness(): Promise<number> {
  return (await fetch(`${relayer.url}/readyz`)).status
}

describe('while the node does not answer', () => {
  test('orders are taken and evaluated, and the relayer says that it is not ready', async () => {
    gate.shut()
    await sell('no-node')
    await outcomes.untilReward(relayer, shop, 'no-node', 'known', ({ waiting }) => waiting === '5.00')
    expect(await readiness()).toBe(503)
  })

  test('nothing is lost: the reward is reserved when the node is back', async () => {
    gate.open()
    await outcomes.untilReward(relayer, shop, 'no-node', 'promised', ({ state }) => state === 'promised')
    expect(await readiness()).toBe(200)
  })
})

describe('when the chain takes back a commit that is not final', () => {
  test('the same commit is carried to it again', async () => {
    await sell('taken-back')
    const [, lost] = await until('the commit', async () => {
      const batches = await committedBatches(chain, shop.pool)
      return batches.length === 2 && batches
    })
    invariant(lost, 'the second commit is in a block')
    // The testnet goes on mining, so that the commit may lie below the latest block by now.
    await until('the commit to be taken back', async () => {
      await takeBack(Number((await chain.client.getBlockNumber()) - lost.blockNumber) + 1)
      return (await committedBatches(chain, shop.pool)).length === 1
    })

    await outcomes.untilReward(relayer, shop, 'taken-back', 'promised', ({ state }) => state === 'promised')
    const [, again] = await committedBatches(chain, shop.pool)
    expect(again).toMatchObject({ seq: 2, transactionHash: lost.transactionHash })
  })
})

describe('when the database ends all connections', () => {
  test('what arrives around it is kept and done', async () => {
    const cut = `select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid()`
    const ids = ['cut-1', 'cut-2', 'cut-3', 'cut-4', 'cut-5', 'cut-6']
    for (const id of ids) {
      await queryDatabase(database, cut)
      await until('the delivery to be taken', async () => {
        const { status } = await shops.deliver(
          relayer,
          shop,
          standardPaid({ id, subtotal: '100.00', clickToken }),
        )
        return status === 200
      })
    }
    for (const id of ids)
      await outcomes.untilReward(relayer, shop, id, 'promised', ({ state }) => state === 'promised')
  })
})

test('in the end everything was paid once', async () => {
  await warp({ chain, database }, shops.BEYOND_HOLD_SECONDS)
  await outcomes.untilQuiet(relayer, shop)
  expect(await paidTo(chain, person.payee)).toBe(40_000_000n)
  expect(await findFaults({ chain, database })).toEqual([])
})

test('when the chain takes back what was final, the relayer says so and ends with a code of its own', async () => {
  await takeBack(20)
  expect(await relayer.ended()).toEqual({ code: EXIT_FATAL, signal: null })
  expect(relayer.output()).toContain('chain_reorganised')
})
