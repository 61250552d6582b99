// What the follower recorded, handed out to the books.

import { micros } from '#domain/money.ts'
import type { LedgerEvent } from '#ports/chain.ts'
import type { FollowedBlock } from '#ports/following-store.ts'
import { createChainEvents } from '#store/chain/chain-events.ts'
import { createChainPins } from '#store/chain/chain-pins.ts'
import { createFollowingStore } from '#store/chain/following-store.ts'
import { openDatabase, type Database } from '#store/database.ts'
import { pad, toHex } from 'viem'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import { createTestDatabase, type TestDatabase } from '../../support/database.ts'

const ANNA = '0x1111111111111111111111111111111111111111'
const NOW = 1_700_000_000_000

let testDatabase: TestDatabase
let database: Database

beforeEach(async () => {
  testDatabase = await createTestDatabase()
  database = openDatabase({ connectionString: testDatabase.url })
  await createChainPins(database).pin(
    {
      chainId: 1,
      ledger: ANNA,
      token: ANNA,
      ledgerCodeHash: '0x01',
      deployBlock: 1n,
      deployBlockHash: '0x02',
    },
    NOW,
  )
})
afterEach(async () => {
  await database.destroy()
  await testDatabase.drop()
})

function block(number: bigint, fork = 'a'): FollowedBlock {
  const hashOf = (n: bigint) => pad(`0x${fork}${n}`)
  return {
    number,
    hash: hashOf(number),
    parentHash: hashOf(number - 1n),
    timestampSeconds: 100,
    receivedAt: NOW,
  }
}

function paid(blockNumber: bigint, logIndex: number, amount: bigint): LedgerEvent {
  return {
    name: 'Paid',
    payee: ANNA,
    micros: micros(amount),
    blockNumber,
    blockHash: block(blockNumber).hash,
    blockTimestampSeconds: 100,
    transactionHash: pad(toHex(amount)),
    logIndex,
  }
}

describe('recorded events', () => {
  async function begin() {
    const following = createFollowingStore(database)
    const events = createChainEvents(database, { now: () => NOW })
    await following.record({
      expectedTip: undefined,
      forkNumber: undefined,
      blocks: [block(1n), block(2n), block(10n)],
      events: [paid(1n, 10, 1n), paid(1n, 9, 2n), paid(2n, 0, 3n), paid(10n, 0, 4n)],
    })
    return { following, events }
  }

  it('are handed out once final, in log order, until they are marked applied', async () => {
    const { following, events } = await begin()
    expect(await events.nextFinal(10)).toEqual([])
    await following.markFinal(block(2n))
    expect(await events.nextFinal(10)).toEqual([
      { id: '1:9', event: paid(1n, 9, 2n) },
      { id: '1:10', event: paid(1n, 10, 1n) },
      { id: '2:0', event: paid(2n, 0, 3n) },
    ])
    expect(await events.nextFinal(2)).toHaveLength(2)
    await events.markApplied(['1:9', '2:0'])
    expect((await events.nextFinal(10)).map(({ id }) => id)).toEqual(['1:10'])
    await events.markApplied([])
    expect(await events.countUnapplied()).toBe(2)
  })

  it('are shown as seen while they are not final', async () => {
    const { following, events } = await begin()
    expect(await events.seenNotFinal()).toHaveLength(4)
    await following.markFinal(block(2n))
    expect(await events.seenNotFinal()).toEqual([paid(10n, 0, 4n)])
    expect((await events.latestBlock())?.number).toBe(10n)
    expect((await events.finalBlock())?.hash).toBe(block(2n).hash)
  })

  it('are never orphans of a final block', async () => {
    const { following } = await begin()
    await following.markFinal(block(2n))
    const stretch = { expectedTip: block(10n).hash, forkNumber: 1n, blocks: [], events: [] }
    await expect(following.record(stretch)).rejects.toThrow('a final block is never an orphan')
  })

  it('make no block final that is not followed', async () => {
    const { following } = await begin()
    await following.markFinal(block(2n, 'b'))
    expect(await following.finalNumber()).toBeUndefined()
    await following.markFinal(block(2n))
    await following.markFinal(block(1n))
    expect(await following.finalNumber()).toBe(2n)
  })

  it('keep only as many final blocks as receipts are compared with', async () => {
    const { following } = await begin()
    const far = block(10_003n)
    await following.record({ expectedTip: block(10n).hash, forkNumber: 10n, blocks: [far], events: [] })
    await following.markFinal(far)
    expect(await following.blockAt(2n)).toBeUndefined()
    expect((await following.blockAt(10n))?.number).toBe(10n)
  })
})

describe('pools', () => {
  it('belong to the retailer they were first assigned to', async () => {
    const events = createChainEvents(database, { now: () => NOW })
    expect(await events.retailerOfPool(1)).toBeUndefined()
    await events.assignPool(2, 'bbbbb')
    await events.assignPool(1, 'aaaaa')
    await events.assignPool(1, 'ccccc')
    expect(await events.retailerOfPool(1)).toBe('aaaaa')
    expect(await events.pools()).toEqual([
      { pool: 1, retailerId: 'aaaaa' },
      { pool: 2, retailerId: 'bbbbb' },
    ])
  })
})
