// A pool whose order key is the retailer's own: what is made for it waits for a signature, and what the retailer refuses
// is set aside while the rest goes on.

import { listProposals } from '#app/proposals/list-proposals.ts'
import { readProposal } from '#app/proposals/read-proposal.ts'
import { refuseProposal } from '#app/proposals/refuse-proposal.ts'
import { resumeReward } from '#app/proposals/resume-reward.ts'
import { signProposal } from '#app/proposals/sign-proposal.ts'
import { SET_ASIDE_SECONDS, type RefusalCode } from '#domain/countersign/refusals.ts'
import { expect, test } from 'vitest'

import { PROGRAMS, RETAILER_ID } from '../support/history-market.ts'
import { comeToRest, finishChain, rounds } from '../support/history-steps.ts'
import { openOwn, OTHER, propose, sign, signatureOf, type OwnWorld } from '../support/own-key-world.ts'
import {
  batchStates,
  CANCEL,
  ONE_DOLLAR,
  PAID,
  REFUND,
  reductionStates,
  recordTexts,
  rewardOf,
  TEN_DOLLARS,
} from '../support/reading.ts'

/** What lets the retailer's signature stand the longest: six hours. */
const LAPSE_SECONDS = 6 * 3_600

const refuse = (world: OwnWorld, proposalId: string, reason: RefusalCode, rewardId?: string) =>
  refuseProposal(world.deps, { retailerId: RETAILER_ID, proposalId, reasons: [{ reason, rewardId }] })

const list = async (world: OwnWorld) => {
  const { data, setAside } = await listProposals(world.deps, { retailerId: RETAILER_ID })
  return {
    waits: data.map((one) => `${one.proposalId} ${one.kind} ${one.rewards} ${one.amount}`),
    aside: setAside.map((one) => `${one.externalId} ${one.reason}`),
  }
}

test('a batch waits for the retailer, and is carried once its own key has signed', async () => {
  const world = await openOwn([TEN_DOLLARS])
  await world.tell(0, PAID)
  await propose(world)
  expect(await list(world)).toEqual({ waits: ['1-1-1 batch 1 1000000'], aside: [] })
  await rounds(world)
  expect(await batchStates(world)).toEqual(['1.1 signed'])
  await sign(world, '1-1-1')
  await rounds(world)
  expect(await batchStates(world)).toEqual(['1.1 open'])
  expect(await list(world)).toEqual({ waits: [], aside: [] })
})

test('another key, other bytes and a second form of the same signature are refused', async () => {
  const world = await openOwn([TEN_DOLLARS])
  await world.tell(0, PAID)
  await propose(world)
  const give = (signature: `0x${string}`) =>
    signProposal(world.deps, { retailerId: RETAILER_ID, proposalId: '1-1-1', signature })
  const invalid = { code: 'countersignature_invalid' }
  await expect(give(await signatureOf(world, '1-1-1', OTHER))).rejects.toMatchObject(invalid)
  await expect(give(`0x${'00'.repeat(65)}`)).rejects.toMatchObject(invalid)
  const right = await signatureOf(world, '1-1-1')
  const order = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n
  const s = (order - BigInt(`0x${right.slice(66, 130)}`)).toString(16).padStart(64, '0')
  const high = `${right.slice(0, 66)}${s}${right.endsWith('1b') ? '1c' : '1b'}` as const
  await expect(give(high as `0x${string}`)).rejects.toMatchObject(invalid)
  await give(right)
  await expect(give(right)).resolves.toMatchObject({ state: 'signed' })
  await expect(refuse(world, '1-1-1', 'other')).rejects.toMatchObject({ code: 'proposal_over' })
})

test('what is refused is set aside with its reason, and the rest is proposed anew under the same number', async () => {
  const world = await openOwn([TEN_DOLLARS, ONE_DOLLAR])
  for (const order of [0, 1]) await world.tell(order, PAID)
  await propose(world)
  const { rewardId } = await rewardOf(world, 0)
  await refuse(world, '1-1-1', 'order-unknown', rewardId)
  await world.tend()
  expect(await list(world)).toEqual({ waits: ['1-1-2 batch 1 100000'], aside: ['order-0 order-unknown'] })
  await sign(world, '1-1-2')
  await rounds(world)
  expect(await batchStates(world)).toEqual(['1.1 dead', '1.2 open'])
  expect(await recordTexts(world)).toContain('1: order-1 100000 - 0')
})

test('a refusal that time may heal lasts an hour; another lasts until the shop resumes the reward', async () => {
  const world = await openOwn([TEN_DOLLARS, ONE_DOLLAR])
  for (const order of [0, 1]) await world.tell(order, PAID)
  await propose(world)
  const [first, second] = [await rewardOf(world, 0), await rewardOf(world, 1)]
  await refuseProposal(world.deps, {
    retailerId: RETAILER_ID,
    proposalId: '1-1-1',
    reasons: [
      { reason: 'order-unknown', rewardId: first.rewardId },
      { reason: 'payee-changed', rewardId: second.rewardId },
    ],
  })
  world.wait(SET_ASIDE_SECONDS - 1)
  await world.tend()
  expect((await list(world)).waits).toEqual([])
  world.wait(1)
  await world.tend()
  expect(await list(world)).toEqual({ waits: ['1-1-2 batch 1 1000000'], aside: ['order-1 payee-changed'] })
  await resumeReward(world.deps, { retailerId: RETAILER_ID, rewardId: second.rewardId })
  await refuse(world, '1-1-2', 'other', first.rewardId)
  await world.tend()
  expect(await list(world)).toEqual({ waits: ['1-1-3 batch 1 100000'], aside: ['order-0 other'] })
})

test('a reward that is worth something else by now is proposed again, whatever was refused', async () => {
  const world = await openOwn([TEN_DOLLARS])
  await world.tell(0, PAID)
  await propose(world)
  await refuse(world, '1-1-1', 'payee-changed')
  await world.tend()
  expect((await list(world)).waits).toEqual([])
  await world.tell(0, REFUND)
  await world.tend()
  expect((await list(world)).waits).toHaveLength(1)
  expect((await list(world)).aside).toEqual([])
})

test('a proposal whose rewards have become less is made anew before anybody signs it', async () => {
  const world = await openOwn([TEN_DOLLARS, ONE_DOLLAR])
  for (const order of [0, 1]) await world.tell(order, PAID)
  await propose(world)
  await world.tell(0, CANCEL)
  await expect(
    readProposal(world.deps, { retailerId: RETAILER_ID, proposalId: '1-1-1' }),
  ).resolves.toBeDefined()
  await world.tend()
  expect(await list(world)).toEqual({ waits: ['1-1-2 batch 1 100000'], aside: [] })
  await expect(
    readProposal(world.deps, { retailerId: RETAILER_ID, proposalId: '1-1-1' }),
  ).rejects.toMatchObject({ code: 'proposal_over' })
})

test('an unsigned proposal lapses by its deadline in a final block, and its rewards wait again', async () => {
  const world = await openOwn([TEN_DOLLARS])
  await world.tell(0, PAID)
  await propose(world)
  world.wait(LAPSE_SECONDS - 100)
  await rounds(world)
  expect(await batchStates(world)).toEqual(['1.1 signed'])
  world.wait(200)
  finishChain(world)
  await world.tend()
  expect(await batchStates(world)).toEqual(['1.1 dead'])
  await world.tend()
  expect(await list(world)).toEqual({ waits: ['1-1-2 batch 1 1000000'], aside: [] })
})

test('an amendment waits too; one that is refused is proposed again after an hour', async () => {
  const world = await openOwn([TEN_DOLLARS])
  await world.tell(0, PAID)
  await propose(world)
  await sign(world, '1-1-1')
  await rounds(world)
  await world.tell(0, CANCEL)
  await world.tend()
  expect((await list(world)).waits).toEqual(['1-1-1-a1 amendment 1 1000000'])
  await refuse(world, '1-1-1-a1', 'refund-unknown')
  await world.tend()
  expect((await list(world)).waits).toEqual([])
  expect(await reductionStates(world)).toEqual(['1000000 pending'])
  world.wait(SET_ASIDE_SECONDS)
  await world.tend()
  expect((await list(world)).waits).toEqual(['1-1-1-a2 amendment 1 1000000'])
  await sign(world, '1-1-1-a2')
  await rounds(world)
  expect(await reductionStates(world)).toEqual(['1000000 done'])
  await comeToRest(world)
})

test('what never was a proposal is not found, nor is a batch of a managed pool', async () => {
  const world = await openOwn([TEN_DOLLARS])
  await world.tell(0, PAID)
  await propose(world)
  const missing = { code: 'not_found' }
  for (const proposalId of ['1-9-9', '1-1-1-a1', '99-1-1', 'x']) {
    await expect(refuse(world, proposalId, 'other')).rejects.toMatchObject(missing)
  }
  world.memory.pools.set(PROGRAMS[0]!.programId, {
    ...world.memory.pools.get(PROGRAMS[0]!.programId)!,
    orderKeySealed: new Uint8Array(1),
  })
  await expect(refuse(world, '1-1-1', 'other')).rejects.toMatchObject(missing)
})
