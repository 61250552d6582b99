// Rewards that the shop has looked at and accepts although its books say otherwise: how far its word goes.

import { readProposal } from '#app/proposals/read-proposal.ts'
import type { AmendmentProposal, BatchProposal } from '#domain/countersign/proposal.ts'
import type { ProposedOrder } from '#domain/countersign/proposed-order.ts'
import type { OwnTerms } from '#domain/countersign/verdict.ts'
import { micros } from '#domain/money.ts'
import { getAddress } from 'viem/utils'
import { describe, expect, test } from 'vitest'

import { RETAILER_ID } from '../../app/support/history-market.ts'
import { rounds } from '../../app/support/history-steps.ts'
import { openOwn, propose, sign } from '../../app/support/own-key-world.ts'
import { ONE_DOLLAR, PAID, REFUND, TEN_DOLLARS } from '../../app/support/reading.ts'
import { bend, forge, openSigner, proposed, read, reasonsOf } from './support/own-signer.ts'

const ELSEWHERE = getAddress(`0x${'de'.repeat(20)}`)

/** The same rewards, to an address that nobody credited has. */
const moved = (proposal: BatchProposal): BatchProposal =>
  bend(proposal, (one) => ({ ...one, payee: ELSEWHERE }))

/** Accepts the rewards of a proposal at what each earns, and a few micros more or less. */
const accepting = ({ rewards }: BatchProposal, more = 0n): Pick<OwnTerms, 'acceptedRewards'> => ({
  acceptedRewards: new Map(rewards.map((one) => [one.rewardId, micros(one.earned + more)])),
})

test('an accepted reward is signed up to its amount, and not a micro beyond', async () => {
  const { signer, proposal } = await proposed()
  const bent = moved(proposal)
  expect(reasonsOf(await signer.judge(bent))).toEqual(['payee-changed', 'payee-changed'])
  expect(reasonsOf(await signer.judge(bent, accepting(bent)))).toEqual(['sign'])
  expect(reasonsOf(await signer.judge(bent, accepting(bent, -1n)))).toEqual([
    'amount-too-high',
    'amount-too-high',
  ])
})

test('what was accepted speaks for no other reward', async () => {
  const { signer, proposal } = await proposed()
  const bent = moved(proposal)
  const one = accepting({ ...bent, rewards: bent.rewards.slice(0, 1) })
  expect(reasonsOf(await signer.judge(bent, one))).toEqual(['payee-changed'])
})

test('an amount above what the rules give is signed when it is accepted', async () => {
  const { signer, proposal } = await proposed()
  const raised = bend(proposal, (one) => ({
    ...one,
    earned: micros(one.earned + 5n),
    amount: micros(one.amount + 5n),
  }))
  expect(reasonsOf(await signer.judge(raised))).toEqual(['amount-too-high', 'amount-too-high'])
  expect(reasonsOf(await signer.judge(raised, accepting(raised)))).toEqual(['sign'])
  expect(reasonsOf(await signer.judge(proposal, accepting(proposal, -1n)))).toEqual(['sign'])
})

test('no order is accepted that the books do not show', async () => {
  const { signer, proposal } = await proposed()
  const unknown = bend(proposal, (one) => ({
    ...one,
    source: { ...one.source, externalId: 'order-9' } as never,
  }))
  expect(reasonsOf(await signer.judge(unknown, accepting(unknown)))).toContain('order-unknown')
})

test('what was signed is not signed again, accepted or not, and moves no link', async () => {
  const { signer, proposal } = await proposed()
  const bent = moved(proposal)
  const first = await signer.judge(bent, accepting(bent))
  if (first.kind !== 'sign' || first.line.kind !== 'batch') throw new Error('a batch is signed')
  expect(first.line.pins).toEqual([])
  signer.book.add({ kind: 'policy', programId: proposal.programId, policyHash: proposal.policyHash })
  signer.book.add(first.line)
  const { pool, seq } = bent
  const recordsHashes = [first.line.recordsHash]
  signer.book.add({ kind: 'resolved', pool, seq, outcome: 'committed', recordsHashes })
  const again = forge(bent, { seq: 2 })
  expect(reasonsOf(await signer.judge(again, accepting(again), 2))).toEqual([
    'already-signed',
    'already-signed',
  ])
})

test('the name of an accepted reward carries no second order and no second address, in one batch or in two', async () => {
  const { signer, proposal } = await proposed()
  const [named] = proposal.rewards
  if (!named) throw new Error('something is proposed')
  // All go by the one name that the shop has accepted, each to an address that nobody credited has.
  const bent = bend(moved(proposal), (one) => ({ ...one, rewardId: named.rewardId }))
  const terms = { acceptedRewards: new Map([[named.rewardId, micros(1_000_000_000n)]]) }
  expect(reasonsOf(await signer.judge(bent, terms))).toEqual(['payee-changed'])

  const alone = forge({ ...bent, rewards: bent.rewards.slice(0, 1) }, {})
  const first = await signer.judge(alone, terms)
  if (first.kind !== 'sign' || first.line.kind !== 'batch') throw new Error('a batch is signed')
  expect(first.line.records.map(({ accepted }) => accepted)).toEqual([named.rewardId])
  signer.book.add({ kind: 'policy', programId: proposal.programId, policyHash: proposal.policyHash })
  signer.book.add(first.line)
  const { pool, seq } = alone
  signer.book.add({
    kind: 'resolved',
    pool,
    seq,
    outcome: 'committed',
    recordsHashes: [first.line.recordsHash],
  })
  const other = forge({ ...bent, rewards: bent.rewards.slice(1) }, { seq: 2 })
  expect(reasonsOf(await signer.judge(other, terms, 2))).toEqual(['payee-changed'])
})

describe('a reduction of an accepted reward, credited otherwise than by the rules,', () => {
  /** A reward of 1.00, and an amendment of 0.30 whose weights nobody's rules give. */
  const amended = async ({ accepted }: { readonly accepted: boolean }) => {
    const world = await openOwn([TEN_DOLLARS, ONE_DOLLAR])
    for (const order of [0, 1]) await world.tell(order, PAID)
    await propose(world)
    const signer = openSigner(world)
    const batch = await read(world, '1-1-1')
    const judgement = await signer.judge(batch)
    if (judgement.kind !== 'sign' || judgement.line.kind !== 'batch') throw new Error('a batch is signed')
    const named = new Map(batch.rewards.map((one) => [`${one.payee}:${one.tag}`, one.rewardId]))
    const records = judgement.line.records.map((one) => ({
      ...one,
      ...(accepted ? { accepted: named.get(`${one.payee}:${one.tag}`) } : {}),
    }))
    const { programId, policyHash } = batch
    const lines = [
      { kind: 'policy', programId, policyHash },
      { ...judgement.line, records },
    ] as const
    for (const line of lines) signer.book.add(line)
    await sign(world, '1-1-1')
    await rounds(world)
    const paidAlone = new Set(world.told.get(0))
    await world.tell(0, REFUND)
    await world.tend()
    const proposal = (await readProposal(world.deps, {
      retailerId: RETAILER_ID,
      proposalId: '1-1-1-a1',
    })) as AmendmentProposal
    const rewards = proposal.rewards.map((one) => {
      const source = one.source as ProposedOrder
      return {
        ...one,
        source: { ...source, credits: source.credits.map((each) => ({ ...each, weight: 7 })) },
      }
    })
    /** The same books without the refund. */
    const forgetful = openSigner({ ...world, told: new Map([[0, paidAlone]]) })
    for (const line of lines) forgetful.book.add(line)
    return { signer, forgetful, bent: { ...proposal, rewards }, terms: acceptingAll(rewards) }
  }

  const acceptingAll = (rewards: readonly { readonly rewardId: string }[]) => ({
    acceptedRewards: new Map(rewards.map(({ rewardId }) => [rewardId, micros(1_000_000n)])),
  })

  test('is signed when the books show a refund', async () => {
    const { signer, bent, terms } = await amended({ accepted: true })
    expect(reasonsOf(await signer.judge(bent))).toEqual(['credit-differs'])
    expect(reasonsOf(await signer.judge(bent, terms))).toEqual(['sign'])
  })

  test('is refused when they show none', async () => {
    const { forgetful, bent, terms } = await amended({ accepted: true })
    expect(reasonsOf(await forgetful.judge(bent, terms))).toEqual(['refund-unknown'])
  })

  test('is refused when the key signed another reward under the name', async () => {
    const { signer, bent, terms } = await amended({ accepted: false })
    expect(reasonsOf(await signer.judge(bent, terms))).toEqual(['credit-differs'])
  })
})
