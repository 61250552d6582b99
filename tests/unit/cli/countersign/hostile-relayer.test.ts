// What a relayer that wants too much may put before the order key: each batch is made by the real relayer and then bent,
// with everything else made to fit again, so that one check alone can find it.

import type { BatchProposal, ProposedRecord } from '#domain/countersign/proposal.ts'
import { micros } from '#domain/money.ts'
import { policyHash } from '#domain/policy.ts'
import { encodeRecords } from '#domain/records.ts'
import { getAddress } from 'viem/utils'
import { describe, expect, test } from 'vitest'

import { rounds } from '../../app/support/history-steps.ts'
import { OTHER, propose, sign, type OwnWorld } from '../../app/support/own-key-world.ts'
import { CANCEL, PAID } from '../../app/support/reading.ts'
import { bend, forge, POOL, proposed, read, reasonsOf, type Signer } from './support/own-signer.ts'

test('what the real relayer proposes is signed', async () => {
  const { signer, proposal } = await proposed()
  expect(reasonsOf(await signer.judge(proposal))).toEqual(['sign'])
  expect(reasonsOf(await signer.judge(forge(proposal, {})))).toEqual(['sign'])
})

describe('a bent batch is refused', () => {
  const other = getAddress(`0x${'de'.repeat(20)}`)
  test.each<[string, string, (proposal: BatchProposal) => BatchProposal]>([
    [
      'with an order that there never was',
      'order-unknown',
      (proposal) =>
        bend(proposal, (one) => ({ ...one, source: { ...one.source, externalId: 'order-9' } as never })),
    ],
    [
      "with an order of a connection that is not the shop's",
      'order-unknown',
      (proposal) =>
        bend(proposal, (one) => ({ ...one, source: { ...one.source, connectionId: 'x' } as never })),
    ],
    [
      'with an amount raised by one micro',
      'amount-too-high',
      (proposal) =>
        bend(proposal, (one) => ({
          ...one,
          earned: micros(one.earned + 1n),
          amount: micros(one.amount + 1n),
        })),
    ],
    [
      'with an address that is not credited',
      'payee-changed',
      (proposal) => bend(proposal, (one) => ({ ...one, payee: other })),
    ],
    [
      'with a credit for a link that none of its touches is on',
      'credit-differs',
      (proposal) =>
        bend(proposal, (one) => ({
          ...one,
          source: {
            ...one.source,
            credits: [
              { ...(one.source as never as { credits: object[] }).credits[0], code: 'shap2foreignxx' },
            ],
          } as never,
        })),
    ],
    [
      'with other rules under another hash',
      'policy-unknown',
      (proposal) => {
        const policy = { ...proposal.policy, reward: { kind: 'percent', bps: 5_000 } as const }
        return forge(proposal, { policy, policyHash: policyHash(policy) })
      },
    ],
    [
      'with other rules under the old hash',
      'policy-unknown',
      (proposal) => forge(proposal, { policy: { ...proposal.policy, perOrderCap: '500.00' } }),
    ],
    ['for a foreign pool', 'pool-foreign', (proposal) => forge(proposal, { pool: 7 })],
    ['for another chain', 'pool-foreign', (proposal) => forge(proposal, { chainId: 1 })],
    ['for another ledger', 'pool-foreign', (proposal) => forge(proposal, { ledger: other })],
    [
      'with counts that nobody has counted',
      'counts-differ',
      (proposal) => forge(proposal, { counts: (BigInt(proposal.counts) + 1n).toString() }),
    ],
    ['under a number that is not next', 'not-next', (proposal) => forge(proposal, { seq: 2 })],
    ['with a hold of a second', 'header-wrong', (proposal) => forge(proposal, { holdSeconds: 1 })],
    [
      'that could be used for a year',
      'header-wrong',
      (proposal) => forge(proposal, { deadlineSeconds: proposal.deadlineSeconds + 31_536_000 }),
    ],
    [
      'that can be used no more',
      'header-wrong',
      (proposal) => forge(proposal, { deadlineSeconds: proposal.deadlineSeconds - 86_400 }),
    ],
    [
      'with a record in the bytes that is not shown',
      'records-differ',
      (proposal) => ({ ...forge(proposal, {}), rewards: proposal.rewards.slice(1) }),
    ],
    [
      'with bytes that pay more than is shown',
      'records-differ',
      (proposal) => ({
        ...proposal,
        records: encodeRecords(proposal.rewards.map((one) => ({ ...one, micros: micros(one.amount + 1n) }))),
      }),
    ],
    [
      'with evidence of something else',
      'evidence-differs',
      (proposal) => ({ ...proposal, evidenceRoot: `0x${'11'.repeat(32)}` }),
    ],
    [
      'with reasons that were not recorded',
      'evidence-differs',
      (proposal) => forge(proposal, { rewards: proposal.rewards.map((one) => ({ ...one, trace: [] })) }),
    ],
    [
      'with a tag that is not of its order',
      'order-renamed',
      (proposal) => bend(proposal, (one) => ({ ...one, tag: one.tag.replace(/..$/, '00') as never })),
    ],
    [
      'with two orders under one mark',
      'order-renamed',
      (proposal) => {
        const [first] = proposal.rewards
        const twice = { ...first!, payee: other, rewardId: proposal.rewards[1]!.rewardId }
        const source = {
          ...proposal.rewards[1]!.source,
          credits: [credit(proposal.rewards[1]!, other)],
        } as never
        return forge(proposal, { rewards: [first!, { ...twice, source }] })
      },
    ],
    [
      'with the same reward twice, under another name of its order',
      'order-renamed',
      (proposal) => {
        const [first] = proposal.rewards
        const mark = `0x${'77'.repeat(32)}` as const
        const twice = { ...first!, sourceOrder: mark, tag: `0x${'77'.repeat(6)}` as const }
        return forge(proposal, { rewards: [...proposal.rewards, twice] })
      },
    ],
  ])('%s', async (_, reason, bent) => {
    const { signer, proposal } = await proposed()
    // Rules are kept with the first signature; here the shop has signed under these before.
    signer.book.add({ kind: 'policy', programId: proposal.programId, policyHash: proposal.policyHash })
    expect(reasonsOf(await signer.judge(bent(proposal)))).toContain(reason)
  })

  const credit = (reward: ProposedRecord, payee: ProposedRecord['payee']) => ({
    ...(reward.source as never as { credits: object[] }).credits[0],
    payee,
  })
})

test('a pool whose key was exchanged on the chain gets no signature', async () => {
  const { signer, proposal } = await proposed()
  expect(reasonsOf(await signer.judge(proposal, { signer: OTHER.address }))).toEqual(['pool-foreign'])
})

test("limits of the shop's own: one reward, and a day", async () => {
  const { signer, proposal } = await proposed()
  expect(reasonsOf(await signer.judge(proposal, { rewardCapMicros: micros(1_000_000n) }))).toEqual(['sign'])
  expect(reasonsOf(await signer.judge(proposal, { rewardCapMicros: micros(999_999n) }))).toEqual([
    'above-cap',
  ])
  expect(reasonsOf(await signer.judge(proposal, { dailyLimitMicros: micros(1_100_000n) }))).toEqual(['sign'])
  expect(reasonsOf(await signer.judge(proposal, { dailyLimitMicros: micros(1_099_999n) }))).toEqual([
    'daily-limit',
  ])
})

test('an order that its own books show as given back is worth nothing any more', async () => {
  const { world, signer, proposal } = await proposed()
  await world.tell(0, CANCEL)
  expect(reasonsOf(await signer.judge(proposal))).toEqual(['amount-too-high'])
})

test('a link belongs to the address it was first seen with', async () => {
  const { world, signer, proposal } = await proposed()
  await signer.keep(proposal)
  await sign(world, '1-1-1')
  await rounds(world)
  const next = await nextProposal(world, signer)
  const thief = getAddress(`0x${'de'.repeat(20)}`)
  const bent = bend(next, (one) => ({
    ...one,
    payee: thief,
    source: {
      ...one.source,
      credits: (one.source as never as { credits: object[] }).credits.map((credit) => ({
        ...credit,
        payee: thief,
      })),
    } as never,
  }))
  expect(reasonsOf(await signer.judge(next))).toEqual(['sign'])
  expect(reasonsOf(await signer.judge(bent))).toEqual(['payee-changed'])
})

/** The proposal that follows once the first is on the ledger, of an order of the same person. */
async function nextProposal(world: OwnWorld, signer: Signer): Promise<BatchProposal> {
  const [slot] = signer.book.slots.values()
  signer.book.add({
    ...{ kind: 'resolved', pool: POOL, seq: 1, outcome: 'committed' },
    recordsHashes: slot!.batches.map(({ recordsHash: hash }) => hash),
  })
  await world.tell(2, PAID)
  await propose(world)
  return read(world, '1-2-1')
}
