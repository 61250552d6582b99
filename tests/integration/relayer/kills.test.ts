// The relayer is killed at every named place on the way of a chain transaction, for a commit, an amendment and a
// settlement, and started again: nothing is lost, and nobody is paid twice. Four relayers, one for each place, share
// the testnet and the ledger.

import { FAILPOINTS, type FailpointName } from '#ports/failpoint.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as api from '../../support/api.ts'
import { findFaults, queryDatabase, warp } from '../../support/books.ts'
import { startTestChain, type TestChain } from '../../support/chain.ts'
import { createTestDatabase, type TestDatabase } from '../../support/database.ts'
import { amendedBatches, committedBatches, paymentsTo, settledBatches } from '../../support/ledger-logs.ts'
import * as outcomes from '../../support/outcomes.ts'
import { startRelayer, type TestRelayer } from '../../support/relayer.ts'
import * as shops from '../../support/shop.ts'
import { until } from '../../support/until.ts'
import { standardPaid, standardRefunded } from '../../support/webhooks.ts'

/** A shop with a relayer and a database of its own. */
type World = {
  readonly failpoint: FailpointName
  readonly database: TestDatabase
  readonly relayer: TestRelayer
  readonly shop: shops.TestShop
  readonly person: shops.Person
}

let chain: TestChain
let worlds: readonly World[]

beforeAll(async () => {
  chain = await startTestChain()
  worlds = await Promise.all(FAILPOINTS.map(openWorld))
})

afterAll(async () => {
  await Promise.all(worlds.map(({ relayer }) => relayer.stop()))
  await Promise.all([chain.stop(), ...worlds.map(({ database }) => database.drop())])
})

async function openWorld(failpoint: FailpointName): Promise<World> {
  const database = await createTestDatabase()
  const relayer = await startRelayer({ chain, database })
  const shop = await shops.openShop(relayer)
  return { failpoint, database, relayer, shop, person: await shops.join(relayer, shop) }
}

/** Starts the relayer with its failpoint, does `what`, waits until the relayer has killed itself, and starts it anew. */
async function dieDuring({ failpoint, relayer }: World, what: () => Promise<unknown>): Promise<void> {
  await relayer.kill()
  const life = await relayer.start({ failpoint })
  await what()
  expect(await life.ended).toEqual({ code: null, signal: 'SIGKILL' })
  await relayer.start()
}

function inEveryWorld(work: (world: World) => Promise<void>): Promise<unknown> {
  return Promise.all(worlds.map(work))
}

describe('a relayer that dies while it sends', () => {
  test('a commit reserves the reward all the same', async () => {
    await inEveryWorld(async (world) => {
      const { relayer, shop, person } = world
      await dieDuring(world, async () => {
        const clickToken = await shops.click(relayer, person.code)
        await shops.deliver(relayer, shop, standardPaid({ id: 'o-1', subtotal: '100.00', clickToken }))
      })
      await outcomes.untilReward(relayer, shop, 'o-1', 'promised', ({ reserved }) => reserved === '5.00')
    })
  })

  test('an amendment takes the refund off all the same', async () => {
    await inEveryWorld(async (world) => {
      const { relayer, shop } = world
      const refund = standardRefunded({ orderId: 'o-1', refundId: 'r-1', amount: '40.00' })
      await dieDuring(world, () => shops.deliver(relayer, shop, refund))
      await outcomes.untilQuiet(relayer, shop)
      expect(await outcomes.rewardOf(relayer, shop, 'o-1')).toMatchObject({ standing: '3.00', debt: '0.00' })
    })
  })

  test('a settlement pays all the same', async () => {
    for (const { relayer } of worlds) await relayer.kill()
    const lives = await Promise.all(worlds.map(({ relayer, failpoint }) => relayer.start({ failpoint })))
    await chain.anvil.warp(shops.BEYOND_HOLD_SECONDS)
    for (const { ended } of lives) expect(await ended).toEqual({ code: null, signal: 'SIGKILL' })
    await inEveryWorld(async ({ relayer, shop }) => {
      await relayer.start()
      await outcomes.untilReward(relayer, shop, 'o-1', 'paid', ({ paid }) => paid === '3.00')
      await outcomes.untilQuiet(relayer, shop)
    })
  })
})

describe.each(FAILPOINTS)('after being killed %s three times', (failpoint) => {
  const world = (): World => {
    const found = worlds.find((one) => one.failpoint === failpoint)
    if (!found) throw new Error(`No relayer was killed ${failpoint}.`)
    return found
  }

  test('everything has happened on chain exactly once', async () => {
    const { shop, person } = world()
    expect(await committedBatches(chain, shop.pool)).toMatchObject([{ seq: 1 }])
    expect(await amendedBatches(chain, shop.pool)).toEqual([1])
    expect(await settledBatches(chain, shop.pool)).toEqual([1])
    expect(await paymentsTo(chain, person.payee)).toEqual([3_000_000n])
  })

  test('every chain transaction has been signed once and is final', async () => {
    const { database } = world()
    // Sending hears of finality a moment after the books do.
    await until('everything sent to be final', async () => {
      const open = await queryDatabase(database, `select 1 from chain_transactions where state <> 'final'`)
      return open.length === 0
    })
    const signedAgain = await queryDatabase(
      database,
      'select key, hashes::text from chain_transactions where cardinality(hashes) <> 1',
    )
    expect(signedAgain).toEqual([])
  })

  test('the books and the chain agree', async () => {
    expect(await findFaults({ chain, database: world().database })).toEqual([])
  })
})

describe('a relayer that is asked to stop', () => {
  test('exits with 0 and shows the same balances after the next start', async () => {
    const [world] = worlds
    if (!world) throw new Error('There is a relayer.')
    const { relayer, shop, person, database } = world
    const before = [await shops.readPool(relayer, shop), await api.get(relayer, '/v1/me', person.signInToken)]
    expect(await relayer.stop()).toEqual({ code: 0, signal: null })
    await relayer.start()
    const after = [await shops.readPool(relayer, shop), await api.get(relayer, '/v1/me', person.signInToken)]
    expect(after).toEqual(before)
    await warp({ chain, database }, 1)
    expect(await findFaults({ chain, database })).toEqual([])
  })
})
