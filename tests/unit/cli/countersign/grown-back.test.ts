// A reward that was owed back, was netted from a later one, and grows again: the order key signs what it is worth once more.

import type { BatchProposal } from '#domain/countersign/proposal.ts'
import { micros } from '#domain/money.ts'
import { expect, test } from 'vitest'

import { HOLD_SECONDS, RARE_FACTS_FROM } from '../../app/support/history-market.ts'
import { rounds } from '../../app/support/history-steps.ts'
import { openOwn, propose, sign } from '../../app/support/own-key-world.ts'
import { debtTexts, ONE_DOLLAR, PAID, REFUND, recordTexts, TEN_DOLLARS } from '../../app/support/reading.ts'
import { bend, openSigner, POOL, read, reasonsOf } from './support/own-signer.ts'

/** The order is changed to 140 % of what it was. */
const GROWN = RARE_FACTS_FROM

/** Ten dollars are paid out, 30 % come back, and a later order of `later` gives that back as far as it goes. */
async function grownAgain(later: typeof TEN_DOLLARS) {
  const world = await openOwn([TEN_DOLLARS, later])
  const signer = openSigner(world)
  const signNext = async (seq: number) => {
    await propose(world)
    const proposal = await read(world, `1-${seq}-1`)
    await signer.keep(proposal)
    await sign(world, `1-${seq}-1`)
    await rounds(world)
    const recordsHashes = signer.book.slots.get(`${POOL}:${seq}`)!.batches.map((one) => one.recordsHash)
    signer.book.add({ kind: 'resolved', pool: POOL, seq, outcome: 'committed', recordsHashes })
  }
  await world.tell(0, PAID)
  await signNext(1)
  world.wait(HOLD_SECONDS + 60)
  await rounds(world)
  await world.tell(0, REFUND)
  await rounds(world)
  expect(await debtTexts(world)).toEqual(['300000 of 300000'])
  await world.tell(1, PAID)
  return { world, signer, signNext }
}

/** Worth 1.00 less 0.30, given back by the other; then a tenth of 11.00. */
const grow = async ({ world }: Awaited<ReturnType<typeof grownAgain>>, seq: number) => {
  await world.tell(0, GROWN)
  await propose(world)
  return read(world, `1-${seq}-1`)
}

const more = (proposal: BatchProposal) =>
  bend(proposal, (one) => ({ ...one, earned: micros(one.earned + 1n), amount: micros(one.amount + 1n) }))

test('what a signed reward gave back is owed once more, and not a micro beyond', async () => {
  const market = await grownAgain(TEN_DOLLARS)
  await market.signNext(2)
  expect(await recordTexts(market.world)).toEqual(['1: order-0 1000000 - 0', '2: order-1 1000000 - 300000'])
  const proposal = await grow(market, 3)
  expect(proposal.rewards.map(({ earned, repaid }) => [earned, repaid.map(({ amount }) => amount)])).toEqual([
    [400_000n, [300_000n]],
  ])
  expect(reasonsOf(await market.signer.judge(proposal))).toEqual(['sign'])
  expect(reasonsOf(await market.signer.judge(more(proposal)))).toEqual(['amount-too-high'])
  const forgotten = bend(proposal, (one) => ({ ...one, repaid: [] }))
  expect(reasonsOf(await market.signer.judge(forgotten))).toEqual(['amount-too-high'])
  const invented = bend(proposal, (one) => ({
    ...one,
    repaid: one.repaid.map((given) => ({ ...given, amount: micros(given.amount + 1n) })),
  }))
  expect(reasonsOf(await market.signer.judge(more(invented)))).toEqual(['amount-too-high'])
})

test('so is what a reward gave that was taken whole and never signed; it is worth nothing more itself', async () => {
  const market = await grownAgain(ONE_DOLLAR)
  await propose(market.world)
  expect(await debtTexts(market.world)).toEqual(['200000 of 300000'])
  const proposal = await grow(market, 2)
  // Of the debt 0.20 is left and cancelled first: 1.10 less what stands, 0.70, less 0.20.
  expect(proposal.rewards.map(({ earned, repaid }) => [earned, repaid.map(({ amount }) => amount)])).toEqual([
    [200_000n, [100_000n]],
  ])
  await market.signer.keep(proposal)
  const [slot] = [...market.signer.book.slots.values()].slice(-1)
  const recordsHashes = slot!.batches.map((one) => one.recordsHash)
  market.signer.book.add({ kind: 'resolved', pool: POOL, seq: 2, outcome: 'committed', recordsHashes })
  const giver = proposal.rewards[0]!.repaid[0]!.source
  const sourceOrder = `0x${'ab'.repeat(32)}` as const
  const again = bend(proposal, (one) => ({
    ...{ ...one, source: giver, sourceOrder, tag: `0x${'ab'.repeat(6)}` as const, repaid: [] },
    ...{ earned: micros(1n), amount: micros(1n) },
  }))
  expect(reasonsOf(await market.signer.judge(again))).toEqual(['already-signed'])
})
