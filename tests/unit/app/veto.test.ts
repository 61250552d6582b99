// A pool's owner takes a batch back inside the hold: its rewards stand at nothing by it, and are not promised again.

import { expect, test } from 'vitest'

import { checkRest } from './support/history-checks.ts'
import { comeToRest, finishChain, openHistory, rounds } from './support/history-steps.ts'
import { BATCH_MAX_AGE_SECONDS, type HistoryWorld } from './support/history-world.ts'
import { openMemoryStores } from './support/memory-stores.ts'
import {
  batchStates,
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

async function reserve(world: HistoryWorld, order: number): Promise<void> {
  await world.tell(order, PAID)
  world.wait(BATCH_MAX_AGE_SECONDS)
  await rounds(world)
}

async function veto(world: HistoryWorld, seq: number): Promise<void> {
  world.chain.outsider({ kind: 'veto', pool: 1, seq })
  finishChain(world)
  await world.apply()
}

test('L-15: a vetoed reward stands at nothing and does not come again, whatever the shop tells later', async () => {
  const world = await openHistory(openMemoryStores(), [TEN_DOLLARS])
  await reserve(world, 0)
  await veto(world, 1)
  const nothing = { vetoed: true, targetMicros: 0n, standingMicros: 0n, waitingMicros: 0n }
  expect(await rewardOf(world, 0)).toMatchObject(nothing)
  for (const fact of [PAID, REFUND, CANCEL]) await world.tell(0, fact)
  await comeToRest(world)
  expect(await rewardOf(world, 0)).toMatchObject(nothing)
  expect(await batchStates(world)).toEqual(['1.1 vetoed'])
  expect(await debtTexts(world)).toEqual([])
  await checkRest(world)
})

test('reductions that were planned or under way end with the batch', async () => {
  const world = await openHistory(openMemoryStores(), [TEN_DOLLARS])
  await reserve(world, 0)
  await world.tell(0, REFUND)
  await world.tend()
  await world.tell(0, SAME_REFUND)
  expect(await reductionStates(world)).toEqual(['300000 signed', '300000 pending'])
  await veto(world, 1)
  expect(await reductionStates(world)).toEqual(['300000 done', '300000 done'])
  expect((await world.work()).amending).toBe(0)
  await comeToRest(world)
  await checkRest(world)
})

test('L-10: a debt that a vetoed batch had netted is owed again', async () => {
  const world = await openHistory(openMemoryStores(), [TEN_DOLLARS, TEN_DOLLARS])
  await world.tell(0, PAID)
  await comeToRest(world)
  await world.tell(0, LARGE_REFUND)
  await reserve(world, 1)
  expect(await debtTexts(world)).toEqual(['0 of 600000'])
  await veto(world, 2)
  expect(await debtTexts(world)).toEqual(['600000 of 600000'])
  await comeToRest(world)
  await checkRest(world)
})

test('L-10: a debt that was handed on by a refund, and netted again since, is not owed twice', async () => {
  const world = await openHistory(openMemoryStores(), [TEN_DOLLARS, TEN_DOLLARS, TEN_DOLLARS])
  await world.tell(0, PAID)
  await comeToRest(world)
  await world.tell(0, LARGE_REFUND)
  // The second reward nets 0.60 and is cancelled: 0.40 are amended, 0.60 become its own debt, which the third nets.
  await reserve(world, 1)
  await world.tell(1, CANCEL)
  await rounds(world)
  await reserve(world, 2)
  expect(await debtTexts(world)).toEqual(['0 of 600000', '0 of 600000'])
  await veto(world, 2)
  expect(await debtTexts(world)).toEqual(['0 of 600000', '0 of 600000'])
  await comeToRest(world)
  await checkRest(world)
})
