// When a batch closes, and what goes into it: first in first out, as far as the pool reaches, debts netted first.

import { describe, expect, test } from 'vitest'

import { checkRest } from './support/history-checks.ts'
import { PROGRAMS } from './support/history-market.ts'
import { comeToRest, finishChain, openHistory, rounds } from './support/history-steps.ts'
import { BATCH_MAX_AGE_SECONDS } from './support/history-world.ts'
import { openMemoryStores } from './support/memory-stores.ts'
import { deposit, foreignCommit } from './support/passers-by.ts'
import {
  batchStates,
  CANCEL,
  debtTexts,
  LARGE_REFUND,
  ONE_DOLLAR,
  PAID,
  recordTexts,
  rewardOf,
  TEN_DOLLARS,
} from './support/reading.ts'

/** Forty dollars, whose tenth is 4.00 of the 6.00 that the pool has; the second person in the same program. */
const FORTY_DOLLARS = { cents: 4_000, who: 1 }

describe('a batch closes', () => {
  test.each([
    ['not while its first reward is young', BATCH_MAX_AGE_SECONDS - 1, []],
    ['when its first reward has waited long enough', BATCH_MAX_AGE_SECONDS, ['1.1 signed']],
  ])('%s', async (_, seconds, states) => {
    const world = await openHistory(openMemoryStores(), [ONE_DOLLAR, ONE_DOLLAR])
    await world.tell(0, PAID)
    world.wait(seconds - 1)
    await world.tell(1, PAID)
    world.wait(1)
    await world.tend()
    expect(await batchStates(world)).toEqual(states)
  })

  test('at once when it is full, and takes no more than fit', async () => {
    const world = await openHistory(
      openMemoryStores(),
      Array.from({ length: 4 }, () => ONE_DOLLAR),
    )
    for (const order of [0, 1]) await world.tell(order, PAID)
    await world.tend()
    expect(await batchStates(world)).toEqual([])
    await world.tell(2, PAID)
    world.wait(1)
    await world.tell(3, PAID)
    await world.tend()
    expect(await batchStates(world)).toEqual(['1.1 signed'])
    expect(await recordTexts(world)).toHaveLength(3)
    expect(await rewardOf(world, 3)).toMatchObject({ standingMicros: 0n, waitingMicros: 100_000n })
  })

  test('only after the one before it is mined, but before that is final', async () => {
    const world = await openHistory(openMemoryStores(), [ONE_DOLLAR, ONE_DOLLAR])
    for (const order of [0, 1]) {
      await world.tell(order, PAID)
      world.wait(BATCH_MAX_AGE_SECONDS)
      await world.tend()
    }
    expect(await batchStates(world)).toEqual(['1.1 signed'])
    world.chain.send()
    world.chain.mine(10)
    await world.tend()
    expect(await batchStates(world)).toEqual(['1.1 signed', '2.1 signed'])
  })
})

describe('L-14: first in first out', () => {
  test('a reward that the pool does not cover keeps later ones waiting, until there is money', async () => {
    const world = await openHistory(openMemoryStores(), [FORTY_DOLLARS, FORTY_DOLLARS, ONE_DOLLAR])
    for (const order of [0, 1, 2]) {
      await world.tell(order, PAID)
      world.wait(1)
    }
    world.wait(BATCH_MAX_AGE_SECONDS)
    await rounds(world)
    expect(await recordTexts(world)).toEqual(['1: order-0 4000000 - 0'])
    deposit(world, 1, 1_999_999n)
    await rounds(world)
    expect(await recordTexts(world)).toHaveLength(1)
    deposit(world, 1, 1n)
    await rounds(world)
    expect(await recordTexts(world)).toEqual(['1: order-0 4000000 - 0', '2: order-1 4000000 - 0'])
    await comeToRest(world)
    expect((await recordTexts(world)).at(-1)).toBe('3: order-2 100000 - 0')
    await checkRest(world)
  })
})

describe('L-4: debts', () => {
  test('are netted oldest first, from the same person at the same pool alone', async () => {
    const world = await openHistory(openMemoryStores(), [
      TEN_DOLLARS,
      TEN_DOLLARS,
      { cents: 1_000, who: 1 },
      { cents: 1_000, who: 3 },
      TEN_DOLLARS,
    ])
    await world.tell(0, PAID)
    await comeToRest(world)
    await world.tell(1, PAID)
    await comeToRest(world)
    await world.tell(0, LARGE_REFUND)
    world.wait(1)
    await world.tell(1, CANCEL)
    expect(await debtTexts(world)).toEqual(['600000 of 600000', '1000000 of 1000000'])
    for (const order of [2, 3, 4]) await world.tell(order, PAID)
    await comeToRest(world)
    // Order 2 is another person's, order 3 another program's: a fixed half.
    expect((await recordTexts(world)).slice(2).toSorted()).toEqual([
      '1: order-3 500000 - 0',
      '3: order-2 1000000 - 0',
    ])
    // Order 4 is wholly taken, and leaves no record: 0.60 of the first debt, 0.40 of the second.
    expect(await debtTexts(world)).toEqual(['0 of 600000', '600000 of 1000000'])
    expect(await rewardOf(world, 4)).toMatchObject({ standingMicros: 1_000_000n, waitingMicros: 0n })
    await checkRest(world)
  })

  test.each([
    ['are netted a second before 180 days are over', 180 * 86_400 - 1, [], '0 of 1000000'],
    ['have lapsed when they are over', 180 * 86_400, ['2: order-1 1000000 - 0'], '1000000 of 1000000'],
  ])('%s', async (_, seconds, records, debt) => {
    const world = await openHistory(openMemoryStores(), [TEN_DOLLARS, TEN_DOLLARS])
    await world.tell(0, PAID)
    await comeToRest(world)
    await world.tell(0, CANCEL)
    await world.tell(1, PAID)
    world.wait(seconds)
    await world.tend()
    expect(await debtTexts(world)).toEqual([debt])
    expect((await recordTexts(world)).slice(1)).toEqual(records)
  })
})

test('a reward that was refunded before its batch is never committed', async () => {
  const world = await openHistory(openMemoryStores(), [TEN_DOLLARS, ONE_DOLLAR])
  await world.tell(0, LARGE_REFUND)
  await world.tell(0, PAID)
  await world.tell(1, CANCEL)
  await world.tell(1, PAID)
  await comeToRest(world)
  expect(await recordTexts(world)).toEqual(['1: order-0 400000 - 0'])
  await checkRest(world)
})

test('nothing is signed for a pool once somebody else commits with its key, and the books follow the ledger', async () => {
  const world = await openHistory(openMemoryStores(), [TEN_DOLLARS])
  await world.tell(0, PAID)
  world.wait(BATCH_MAX_AGE_SECONDS)
  await world.tend()
  world.chain.outsider(foreignCommit(world.chain, 1, { a: 0, b: 41 }))
  finishChain(world)
  await world.apply()
  expect(await batchStates(world)).toEqual(['1.1 dead'])
  await rounds(world)
  expect(await batchStates(world)).toEqual(['1.1 dead'])
  const { balances } = await world.stores.inspect()
  const { programId } = PROGRAMS[0]!
  // 42 of the 6 000 000 micros are the stranger's.
  expect(balances.get(`${programId}:available`)).toBe(5_999_958n)
  expect(balances.get(`${programId}:reserved`)).toBe(42n)
})
