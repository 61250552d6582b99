// A signed batch is carried until it is committed or can never be; then its rewards wait again.

import { describe, expect, test } from 'vitest'

import { checkBooks, checkRest } from './support/history-checks.ts'
import { comeToRest, finishChain, openHistory, rounds } from './support/history-steps.ts'
import { BATCH_MAX_AGE_SECONDS, type HistoryWorld } from './support/history-world.ts'
import { openMemoryStores } from './support/memory-stores.ts'
import {
  batchStates,
  debtTexts,
  LARGE_REFUND,
  ONE_DOLLAR,
  PAID,
  recordTexts,
  REFUND,
  rewardOf,
  TEN_DOLLARS,
} from './support/reading.ts'

/** Signs a batch over what waits and plans its commit; returns its deadline, in seconds. */
async function sign(world: HistoryWorld): Promise<number> {
  world.wait(BATCH_MAX_AGE_SECONDS)
  await world.tend()
  const { batches } = await world.stores.inspect()
  return [...batches.values()].at(-1)!.deadlineSeconds
}

/** A final block at an instant, which holds what was sent. */
function finalBlockAt(world: HistoryWorld, seconds: number): void {
  world.wait(seconds - Math.floor(world.now() / 1_000))
  finishChain(world)
}

describe('L-13: a batch that nobody has committed', () => {
  test.each([
    ['a moment before its deadline waits', -1, ['1.1 signed']],
    ['at its deadline waits, since a block may have that very time', 0, ['1.1 signed']],
    ['a moment after it is dead', 1, ['1.1 dead']],
  ])('%s', async (_, distance, states) => {
    const world = await openHistory(openMemoryStores(), [TEN_DOLLARS])
    await world.tell(0, PAID)
    const deadline = await sign(world)
    world.chain.setOutage(true)
    world.chain.send()
    finalBlockAt(world, deadline + distance)
    await world.tend()
    expect(await batchStates(world)).toEqual(states)
  })

  test('is signed anew under the same number, and is paid once', async () => {
    const world = await openHistory(openMemoryStores(), [TEN_DOLLARS])
    await world.tell(0, PAID)
    const deadline = await sign(world)
    world.chain.setOutage(true)
    world.chain.send()
    finalBlockAt(world, deadline + 1)
    await world.tend()
    world.chain.setOutage(false)
    await rounds(world)
    expect(await batchStates(world)).toEqual(['1.1 dead', '1.2 open'])
    await comeToRest(world)
    await checkRest(world)
  })
})

test('L-13: a batch that was committed in time is not dead, even where the books do not know it yet', async () => {
  const world = await openHistory(openMemoryStores(), [TEN_DOLLARS])
  await world.tell(0, PAID)
  const deadline = await sign(world)
  world.chain.send()
  finishChain(world)
  finalBlockAt(world, deadline + 100)
  await world.tend()
  expect(await batchStates(world)).toEqual(['1.1 signed'])
  await world.apply()
  expect(await batchStates(world)).toEqual(['1.1 open'])
  await comeToRest(world)
  await checkRest(world)
})

test('L-14: rewards of a dead batch are back at their old place', async () => {
  const world = await openHistory(
    openMemoryStores(),
    Array.from({ length: 5 }, () => ONE_DOLLAR),
  )
  for (const order of [0, 1, 2]) await world.tell(order, PAID)
  const deadline = await sign(world)
  world.chain.setOutage(true)
  world.chain.send()
  world.wait(1)
  for (const order of [3, 4]) await world.tell(order, PAID)
  finalBlockAt(world, deadline + 1)
  await world.tend()
  await world.tend()
  world.chain.setOutage(false)
  expect(await batchStates(world)).toEqual(['1.1 dead', '1.2 signed'])
  await comeToRest(world)
  // Three a batch: the first three again, then those who came later.
  const orders = (await recordTexts(world)).map((text) => text.split(' ').slice(0, 2).join(' '))
  expect(orders.slice(0, 3).toSorted()).toEqual(orders.slice(3, 6).toSorted())
  expect(orders.slice(6).toSorted()).toEqual(['2: order-3', '2: order-4'])
})

describe('a dead batch that had netted a debt', () => {
  /** A debt of 0.60 from a settled reward, and a reward of 1.00 in a signed batch that nets it. */
  async function netted(): Promise<{ readonly world: HistoryWorld; readonly deadline: number }> {
    const world = await openHistory(openMemoryStores(), [TEN_DOLLARS, TEN_DOLLARS])
    await world.tell(0, PAID)
    await comeToRest(world)
    await world.tell(0, LARGE_REFUND)
    expect(await debtTexts(world)).toEqual(['600000 of 600000'])
    await world.tell(1, PAID)
    const deadline = await sign(world)
    expect((await recordTexts(world)).at(-1)).toBe('2: order-1 1000000 - 600000')
    expect(await debtTexts(world)).toEqual(['0 of 600000'])
    world.chain.setOutage(true)
    world.chain.send()
    return { world, deadline }
  }

  test('leaves the debt as it was before', async () => {
    const { world, deadline } = await netted()
    finalBlockAt(world, deadline + 1)
    await world.tend()
    expect(await debtTexts(world)).toEqual(['600000 of 600000'])
    expect(await rewardOf(world, 1)).toMatchObject({ standingMicros: 0n, waitingMicros: 1_000_000n })
    await checkBooks(world)
  })

  test('keeps as debt what a refund had already taken of the netted part', async () => {
    const { world, deadline } = await netted()
    // Of 1.00, of which 0.40 are in the record, 0.90 are taken back: 0.40 from the record, 0.50 become a debt.
    await world.tell(1, REFUND)
    await world.tell(1, LARGE_REFUND)
    expect(await debtTexts(world)).toEqual(['0 of 600000', '500000 of 500000'])
    finalBlockAt(world, deadline + 1)
    await world.tend()
    // Of the netted 0.60 the own debt holds 0.50, so 0.10 are open again; and 0.10 of it pay the reward that is left.
    expect(await debtTexts(world)).toEqual(['100000 of 600000', '400000 of 500000'])
    expect(await rewardOf(world, 1)).toMatchObject({ standingMicros: 100_000n, waitingMicros: 0n })
    await checkBooks(world)
    world.chain.setOutage(false)
    await comeToRest(world)
    await checkRest(world)
  })
})
