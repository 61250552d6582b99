// Refunds inside the hold are amended, refunds after it become debt, and what comes in between changes neither.

import { recordsHash } from '#domain/records.ts'
import { indexBatches } from '#domain/settlement.ts'
import { describe, expect, test } from 'vitest'

import { checkRest } from './support/history-checks.ts'
import { HOLD_SECONDS } from './support/history-market.ts'
import { comeToRest, finishChain, openHistory, round, rounds } from './support/history-steps.ts'
import { BATCH_MAX_AGE_SECONDS, Died, type HistoryWorld } from './support/history-world.ts'
import { openMemoryStores } from './support/memory-stores.ts'
import {
  CANCEL,
  debtTexts,
  LARGE_REFUND,
  PAID,
  reductionStates,
  REFUND,
  rewardOf,
  SAME_REFUND,
  TEN_DOLLARS,
} from './support/reading.ts'

/** More than the calls of ports in any of these steps. */
const BOUNDARIES = 40

/** An order of 10.00 whose reward of 1.00 is reserved; returns when it matures, in seconds. */
async function reserve(world: HistoryWorld): Promise<number> {
  await world.tell(0, PAID)
  world.wait(BATCH_MAX_AGE_SECONDS)
  await rounds(world)
  const { batches } = await world.stores.inspect()
  return [...batches.values()][0]!.maturesAtSeconds!
}

async function waitUntil(world: HistoryWorld, seconds: number): Promise<void> {
  world.wait(seconds - Math.floor(world.now() / 1_000))
}

describe('a refund', () => {
  test.each([
    // The amendment is mined a second before maturity, at maturity, and after it.
    ['mined a moment inside the hold is amended', -1, '300000 done', []],
    ['mined at maturity becomes debt', 0, '300000 debt', ['300000 of 300000']],
    ['mined after it becomes debt', 60, '300000 debt', ['300000 of 300000']],
  ])('%s', async (_, distance, reduction, debts) => {
    const world = await openHistory(openMemoryStores(), [TEN_DOLLARS])
    const maturesAt = await reserve(world)
    await world.tell(0, REFUND)
    await world.tend()
    await waitUntil(world, maturesAt + distance)
    world.chain.send()
    finishChain(world)
    await world.apply()
    await comeToRest(world)
    expect(await reductionStates(world)).toEqual([reduction])
    expect(await debtTexts(world)).toEqual(debts)
    expect((await rewardOf(world, 0)).standingMicros).toBe(700_000n)
    await checkRest(world)
  })

  test('that comes when the hold is over at the tip, but not for good, waits for the chain to answer', async () => {
    const world = await openHistory(openMemoryStores(), [TEN_DOLLARS])
    const maturesAt = await reserve(world)
    await waitUntil(world, maturesAt)
    world.chain.mine(0)
    world.chain.follow()
    await world.tell(0, REFUND)
    await world.tend()
    expect(await reductionStates(world)).toEqual(['300000 pending'])
    world.chain.finalise()
    await world.tend()
    expect(await reductionStates(world)).toEqual(['300000 debt'])
  })

  test('that nobody looked at before somebody else settled becomes debt', async () => {
    const world = await openHistory(openMemoryStores(), [TEN_DOLLARS])
    const maturesAt = await reserve(world)
    await world.tell(0, CANCEL)
    await waitUntil(world, maturesAt)
    const batch = world.chain.ledger().batches.get('1:1')!
    const refs = [{ pool: 1, seq: 1, recordsHash: recordsHash(batch.records), netList: batch.netList }]
    world.chain.outsider({ kind: 'settle', ...indexBatches(refs), push: true })
    finishChain(world)
    await world.apply()
    expect(await reductionStates(world)).toEqual(['1000000 debt'])
    expect((await world.work()).amending).toBe(0)
    await comeToRest(world)
    await checkRest(world)
  })

  test('is carried again where the ledger refused it for a while', async () => {
    const world = await openHistory(openMemoryStores(), [TEN_DOLLARS])
    await reserve(world)
    await world.tell(0, REFUND)
    world.chain.setOutage(true)
    for (let minute = 0; minute < 5; minute += 1) {
      await round(world, true)
      world.wait(60)
    }
    expect(await reductionStates(world)).toEqual(['300000 signed'])
    world.chain.setOutage(false)
    for (let minute = 0; minute < 3; minute += 1) {
      await round(world, true)
      world.wait(60)
    }
    expect(await reductionStates(world)).toEqual(['300000 done'])
  })
})

test('wherever another process books an amendment in between, the next one starts from the list the ledger has', async () => {
  for (let boundary = 1; boundary <= BOUNDARIES; boundary += 1) {
    const world = await openHistory(openMemoryStores(), [TEN_DOLLARS])
    await reserve(world)
    await world.tell(0, REFUND)
    await world.tend()
    world.chain.send()
    finishChain(world)
    await world.tell(0, LARGE_REFUND)
    world.arm(boundary, () => world.apply())
    await world.tend()
    world.disarm()
    await rounds(world)
    world.wait(HOLD_SECONDS / 2)
    await rounds(world)
    expect(await reductionStates(world), `at boundary ${boundary}`).toEqual(['300000 done', '600000 done'])
    await comeToRest(world)
    await checkRest(world)
  }
})

test('wherever the process dies while it books an amendment, another one of the same bytes is not taken for it', async () => {
  let died = 0
  let signedAgain = 0
  for (let boundary = 1; boundary <= BOUNDARIES; boundary += 1) {
    const world = await openHistory(openMemoryStores(), [TEN_DOLLARS])
    await reserve(world)
    await world.tell(0, REFUND)
    await world.tend()
    world.chain.send()
    finishChain(world)
    world.arm(boundary, 'die')
    await world.apply().catch((error: unknown) => {
      if (!(error instanceof Died)) throw error
      died += 1
    })
    world.disarm()
    await world.tell(0, SAME_REFUND)
    await world.tend()
    const { amendments } = await world.stores.inspect()
    const wasBooked = amendments.size === 2
    // The second one never reaches the ledger, so booking the first one again must not count for it.
    world.chain.setOutage(true)
    world.chain.send()
    await world.apply()
    world.wait(HOLD_SECONDS)
    await comeToRest(world)
    expect((await reductionStates(world))[1]).toBe('300000 debt')
    expect((await rewardOf(world, 0)).standingMicros).toBe(400_000n)
    await checkRest(world)
    signedAgain += wasBooked ? 1 : 0
  }
  expect(signedAgain).toBeGreaterThan(0)
  expect(died).toBeGreaterThan(2)
})
