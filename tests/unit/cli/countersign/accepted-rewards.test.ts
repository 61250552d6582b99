// Rewards that the shop has looked at and accepts although its books say otherwise: how far its word goes.

import type { BatchProposal } from '#domain/countersign/proposal.ts'
import type { OwnTerms } from '#domain/countersign/verdict.ts'
import { micros } from '#domain/money.ts'
import { getAddress } from 'viem/utils'
import { expect, test } from 'vitest'

import { bend, forge, proposed, reasonsOf } from './support/own-signer.ts'

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
