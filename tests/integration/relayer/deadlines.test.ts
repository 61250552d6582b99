// Signed batches whose deadline passes before the ledger has them: their rewards are signed anew, and nothing is ever
// committed twice. Each shop here has a relayer of its own, that stops at another place on the way to the ledger.

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findFaults, queryDatabase, readLedgerPool, paidTo, warp } from '../../support/books.ts'
import { startTestChain, type TestChain } from '../../support/chain.ts'
import { createTestDatabase, type TestDatabase } from '../../support/database.ts'
import { committedBatches } from '../../support/ledger-logs.ts'
import * as outcomes from '../../support/outcomes.ts'
import { startRelayer, type TestRelayer } from '../../support/relayer.ts'
import * as shops from '../../support/shop.ts'
import { until } from '../../support/until.ts'
import { standardPaid, standardRefunded } from '../../support/webhooks.ts'

/** A signed batch may be carried to the ledger for an hour. */
const BEYOND_DEADLINE_SECONDS = 3_700

let chain: TestChain
let database: TestDatabase
let relayer: TestRelayer
let shop: shops.TestShop
let person: shops.Person

beforeAll(async () => {
  ;[chain, database] = await Promise.all([startTestChain(), createTestDatabase()])
  relayer = await startRelayer({ chain, database })
  shop = await shops.openShop(relayer)
  person = await shops.join(relayer, shop)
})

afterAll(async () => {
  await relayer.stop()
  await Promise.all([chain.stop(), database.drop()])
})

async function sell(id: string): Promise<void> {
  const clickToken = await shops.click(relayer, person.code)
  await shops.deliver(relayer, shop, standardPaid({ id, subtotal: '100.00', clickToken }))
}

async function batchStates(): Promise<readonly string[]> {
  const rows = await queryDatabase(
    database,
    'select seq, attempt, state from retailer_batches order by seq, attempt',
  )
  return rows.map(({ seq, attempt, state }) => `${seq}.${attempt} ${state}`)
}

describe('a chain that stops making blocks until the deadline has passed', () => {
  beforeAll(async () => {
    await chain.client.setAutomine(false)
    await chain.client.setIntervalMining({ interval: 0 })
    await sell('o-1')
    await sell('o-2')
    await until('the commit to be sent', async () => {
      const rows = await queryDatabase(
        database,
        `select key from chain_transactions where state = 'broadcast'`,
      )
      return rows.length > 0
    })
    // What is refunded of a batch that is only signed must survive its death.
    await shops.deliver(relayer, shop, standardRefunded({ orderId: 'o-2', refundId: 'r-1', amount: '40.00' }))
    await outcomes.untilReward(relayer, shop, 'o-2', 'smaller', ({ target }) => target === '3.00')
    await chain.client.increaseTime({ seconds: BEYOND_DEADLINE_SECONDS })
    await chain.client.setIntervalMining({ interval: 2 })
    await until('the batch to be signed anew and committed', async () =>
      (await batchStates()).includes('1.2 open'),
    )
  })

  test('buries the batch and commits the same rewards in another', async () => {
    expect(await batchStates()).toEqual(['1.1 dead', '1.2 open'])
    for (const [id, amount] of [
      ['o-1', '5.00'],
      ['o-2', '3.00'],
    ] as const) {
      const reward = await outcomes.untilReward(
        relayer,
        shop,
        id,
        'promised',
        ({ state }) => state === 'promised',
      )
      expect(reward).toMatchObject({ target: amount, standing: amount, reserved: amount, waiting: '0.00' })
    }
  })

  test('commits them once, and pays them once', async () => {
    await warp({ chain, database }, shops.BEYOND_HOLD_SECONDS)
    await outcomes.untilQuiet(relayer, shop)
    expect(await committedBatches(chain, shop.pool)).toMatchObject([{ seq: 1 }])
    expect(await paidTo(chain, person.payee)).toBe(8_000_000n)
    expect(await findFaults({ chain, database })).toEqual([])
  })
})

describe('a relayer that is down until the deadline has passed', () => {
  test.each(['after-plan', 'after-sign-save'] as const)(
    'and was killed %s signs the rewards anew, once',
    async (failpoint) => {
      const [before, paidBefore] = [await batchStates(), await paidTo(chain, person.payee)]
      const { nextSeq: seq } = await readLedgerPool(chain, shop.pool)
      await relayer.kill()
      const life = await relayer.start({ failpoint })
      await sell(failpoint)
      expect(await life.ended).toEqual({ code: null, signal: 'SIGKILL' })
      await chain.anvil.warp(BEYOND_DEADLINE_SECONDS)
      await relayer.start()

      await outcomes.untilReward(relayer, shop, failpoint, 'promised', ({ state }) => state === 'promised')
      expect(await batchStates()).toEqual([...before, `${seq}.1 dead`, `${seq}.2 open`])
      await warp({ chain, database }, shops.BEYOND_HOLD_SECONDS)
      await outcomes.untilQuiet(relayer, shop)
      expect(await paidTo(chain, person.payee)).toBe(paidBefore + 5_000_000n)
      expect(await findFaults({ chain, database })).toEqual([])
    },
  )
})
