// What a shop refuses for good of rewards that its own order key has set aside.

import { listProposals } from '#app/proposals/list-proposals.ts'
import { refuseProposal } from '#app/proposals/refuse-proposal.ts'
import { refuseReward } from '#app/proposals/refuse-reward.ts'
import { isUnderWay } from '#app/programs/program-work.ts'
import { resumeReward } from '#app/proposals/resume-reward.ts'
import { SET_ASIDE_SECONDS } from '#domain/countersign/refusals.ts'
import { decidingSentence } from '#domain/trace.ts'
import { macs } from '#store/macs.ts'
import { expect, test } from 'vitest'

import { RARE_FACTS_FROM, RETAILER_ID } from '../support/history-market.ts'
import { comeToRest, rounds } from '../support/history-steps.ts'
import { openOwn, propose, sign, type OwnWorld } from '../support/own-key-world.ts'
import { LARGE_REFUND, PAID, rewardOf, TEN_DOLLARS } from '../support/reading.ts'

import type { RetailerUnit } from '#ports/retailer-store.ts'

/** The order is edited to 1.4 times its worth. */
const GROWN = RARE_FACTS_FROM

const NO_SEALER = {
  seal: () => {
    throw new Error('nothing is sealed')
  },
  open: () => {
    throw new Error('nothing is opened')
  },
}

/** The shop's store where no message is unread, and no order waits for a rate. */
const withNothingElse = (unit: RetailerUnit): RetailerUnit => ({
  ...unit,
  deliveries: { ...unit.deliveries, countIn: () => Promise.resolve(0) },
  policies: { ...unit.policies, ordersWaitingForRate: () => Promise.resolve([]) },
})

const refuse = (world: OwnWorld, rewardId: string) =>
  refuseReward(
    { ...world.deps, macs, sealer: NO_SEALER },
    { retailerId: RETAILER_ID, rewardId, reason: 'not-a-sale' },
  )

const setAside = (world: OwnWorld, proposalId: string) =>
  refuseProposal(world.deps, {
    retailerId: RETAILER_ID,
    proposalId,
    reasons: [{ reason: 'payee-changed' }],
  })

const counts = async (world: OwnWorld) => {
  const { waiting, setAside: aside } = await world.work()
  return { waiting, aside }
}

test('a reward that is refused for good waits no more, and says why', async () => {
  const world = await openOwn([TEN_DOLLARS])
  await world.tell(0, PAID)
  await propose(world)
  await setAside(world, '1-1-1')
  expect(await counts(world)).toEqual({ waiting: 0, aside: 1 })
  const { rewardId } = await rewardOf(world, 0)
  await expect(refuse(world, rewardId)).resolves.toEqual({ rewardId, state: 'refused' })
  expect(await counts(world)).toEqual({ waiting: 0, aside: 0 })
  const refused = await rewardOf(world, 0)
  expect(refused).toMatchObject({ targetMicros: 0n, standingMicros: 0n, waitingMicros: 0n })
  expect(decidingSentence(refused.trace)).toBe(
    'The shop refused this reward: it found that the order was no real sale.',
  )
  await expect(refuse(world, rewardId)).rejects.toMatchObject({ code: 'not_found' })

  // Nothing that is told of the order later brings it back.
  await world.tell(0, GROWN)
  world.wait(SET_ASIDE_SECONDS)
  await world.tend()
  expect((await listProposals(world.deps, { retailerId: RETAILER_ID })).data).toEqual([])
  expect(await rewardOf(world, 0)).toMatchObject({ targetMicros: 0n, waitingMicros: 0n })
})

test('a program that ends waits for what was set aside without end, until the shop has refused it', async () => {
  const world = await openOwn([TEN_DOLLARS])
  await world.tell(0, PAID)
  await propose(world)
  await setAside(world, '1-1-1')
  const { rewardId, programId } = await rewardOf(world, 0)
  const isWaitedFor = () =>
    world.deps.retailers.transaction(RETAILER_ID, (unit) => isUnderWay(withNothingElse(unit), programId))
  expect(await isWaitedFor()).toBe(true)
  await refuse(world, rewardId)
  expect(await isWaitedFor()).toBe(false)
})

test('what was promised before the shop refused more of it stays promised, and a refund still lowers it', async () => {
  const world = await openOwn([TEN_DOLLARS])
  await world.tell(0, PAID)
  await propose(world)
  await sign(world, '1-1-1')
  await rounds(world)
  await world.tell(0, GROWN)
  await propose(world)
  await setAside(world, '1-2-1')
  const { rewardId } = await rewardOf(world, 0)
  expect(await rewardOf(world, 0)).toMatchObject({ standingMicros: 1_000_000n, waitingMicros: 400_000n })
  await refuse(world, rewardId)
  const refused = await rewardOf(world, 0)
  expect(refused).toMatchObject({
    targetMicros: 1_000_000n,
    standingMicros: 1_000_000n,
    waitingMicros: 0n,
  })
  expect(refused.trace.at(-1)).toMatchObject({ step: 'fraud', outcome: 'noted' })
  // The order became 14.00, and 6.00 of it are given back: a tenth of 8.00 is below what was kept.
  await world.tell(0, LARGE_REFUND)
  expect(await rewardOf(world, 0)).toMatchObject({ targetMicros: 800_000n, standingMicros: 800_000n })
  await world.tend()
  await sign(world, '1-1-1-a1')
  await comeToRest(world)
})

test('only what is set aside can be refused so', async () => {
  const world = await openOwn([TEN_DOLLARS])
  await world.tell(0, PAID)
  const { rewardId } = await rewardOf(world, 0)
  const missing = { code: 'not_found' }
  await expect(refuse(world, rewardId)).rejects.toMatchObject(missing)
  await expect(refuse(world, 'unknown')).rejects.toMatchObject(missing)
  await propose(world)
  await setAside(world, '1-1-1')
  await resumeReward(world.deps, { retailerId: RETAILER_ID, rewardId })
  await expect(refuse(world, rewardId)).rejects.toMatchObject(missing)
  expect(await counts(world)).toEqual({ waiting: 1, aside: 0 })
})
