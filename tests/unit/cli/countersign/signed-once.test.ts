// The order key never signs an order again under a new number before the old one is dead, and takes off a reward only what
// the shop's own books show as given back.

import { readProposal } from '#app/proposals/read-proposal.ts'
import { judgeProposal } from '#cli/countersign/judge-proposal.ts'
import type { AmendmentProposal, BatchProposal } from '#domain/countersign/proposal.ts'
import { micros } from '#domain/money.ts'
import { encodeNetList, encodeRecords, netListOf } from '#domain/records.ts'
import { describe, expect, test } from 'vitest'

import { RETAILER_ID } from '../../app/support/history-market.ts'
import { rounds } from '../../app/support/history-steps.ts'
import { openOwn, OWN, propose, sign } from '../../app/support/own-key-world.ts'
import { ONE_DOLLAR, PAID, REFUND, TEN_DOLLARS } from '../../app/support/reading.ts'
import {
  forge,
  openSigner,
  POOL,
  proposed,
  read,
  reasonsOf,
  TERMS,
  type Signer,
} from './support/own-signer.ts'

describe('an order is signed once', () => {
  test('under another number while the first may still be used, nobody knows yet', async () => {
    const { signer, proposal } = await proposed()
    await signer.keep(proposal)
    const again = forge(proposal, { seq: 2 })
    const [slot] = signer.book.slots.values()
    expect(reasonsOf(await judgeAt(signer, again, 2))).toEqual(['wait'])
    signer.book.add({
      kind: 'resolved',
      pool: POOL,
      seq: 1,
      outcome: 'committed',
      recordsHashes: [slot!.batches[0]!.recordsHash],
    })
    expect(reasonsOf(await judgeAt(signer, again, 2))).toEqual(['already-signed', 'already-signed'])
  })

  test('and again once the first can be used no more, or under the same number', async () => {
    const { signer, proposal } = await proposed()
    await signer.keep(proposal)
    const anew = forge(proposal, { deadlineSeconds: proposal.deadlineSeconds + 1 })
    expect(reasonsOf(await signer.judge(anew))).toEqual(['sign'])
    signer.book.add({ kind: 'resolved', pool: POOL, seq: 1, outcome: 'dead', recordsHashes: [] })
    expect(reasonsOf(await judgeAt(signer, forge(proposal, { seq: 2 }), 2))).toEqual(['sign'])
  })

  test('by whichever of its numbers its platform knows it', async () => {
    const { signer, proposal } = await proposed()
    await signer.keep(proposal)
    const recordsHashes = [[...signer.book.slots.values()][0]!.batches[0]!.recordsHash]
    signer.book.add({ kind: 'resolved', pool: POOL, seq: 1, outcome: 'committed', recordsHashes })
    const one = proposal.rewards.find(({ source }) => (source as { externalId?: string }).externalId)
    const { externalId } = one!.source as { externalId: string }
    const renamed = {
      ...one!,
      source: { ...one!.source, externalId: 'in_other' },
      sourceOrder: `0xaaaaaaaaaaaa${one!.sourceOrder.slice(14)}`,
      tag: '0xaaaaaaaaaaaa',
    } as typeof one
    const again = forge(proposal, { seq: 2, rewards: [renamed!] })
    const judged = await judgeAt(signer, again, 2, { in_other: externalId })
    expect(reasonsOf(judged)).toContain('order-renamed')
  })

  /** The pool's next number is what the test says, whatever the relayer's world has. */
  const judgeAt = async (
    signer: Signer,
    proposal: BatchProposal,
    nextSeq: number,
    aliases: Readonly<Record<string, string>> = {},
  ) => {
    const world = await openOwn([TEN_DOLLARS, ONE_DOLLAR])
    for (const order of [0, 1]) await world.tell(order, PAID)
    const pool = {
      owner: TERMS.ledger,
      ...{ orderSigner: OWN.address, nextSeq, minHoldSeconds: 7_200, rewardCapMicros: 5_000_000n },
      nowSeconds: proposal.deadlineSeconds - 3_600,
    }
    return judgeProposal(
      proposal,
      {
        ...{ terms: TERMS, pool, book: signer.book, now: world.now() },
        orders: (connection, externalId) => {
          const name = aliases[externalId] ?? externalId
          const order = world.orders.find((one) => one.externalId === name)
          const names = new Set([externalId, name].map((each) => `${connection}:${each}`))
          return order && { facts: [order.facts[PAID]!], knowsLinks: true, names }
        },
      },
      {
        timeSeconds: 0,
        pool: () => Promise.resolve(pool),
        batch: () => Promise.reject(new Error('unasked')),
      },
    )
  }
})

describe('an amendment', () => {
  const amended = async () => {
    const world = await openOwn([TEN_DOLLARS, ONE_DOLLAR])
    for (const order of [0, 1]) await world.tell(order, PAID)
    await propose(world)
    const signer = openSigner(world)
    await signer.keep(await read(world, '1-1-1'))
    await sign(world, '1-1-1')
    await rounds(world)
    await world.tell(0, REFUND)
    await world.tend()
    const proposal = (await readProposal(world.deps, {
      retailerId: RETAILER_ID,
      proposalId: '1-1-1-a1',
    })) as AmendmentProposal
    return { world, signer, proposal }
  }

  test('is signed when the own books show the refund', async () => {
    const { signer, proposal } = await amended()
    // A refund of 30 % of ten dollars takes 0.30 off a reward of 1.00.
    expect(proposal.rewards.map(({ amount }) => amount)).toEqual([300_000n])
    expect(reasonsOf(await signer.judge(proposal))).toEqual(['sign'])
  })

  test('that takes a micro more than was given back is refused', async () => {
    const { signer, proposal } = await amended()
    const bent = {
      ...proposal,
      reductions: proposal.reductions.replace(
        /[0-9a-f]{10}$/,
        (300_001).toString(16).padStart(10, '0'),
      ) as never,
      rewards: proposal.rewards.map((one) => ({ ...one, amount: micros(300_001n) })),
    }
    expect(reasonsOf(await signer.judge(bent))).toEqual(['refund-unknown'])
  })

  test('whose bytes take something else than is shown is refused', async () => {
    const { signer, proposal } = await amended()
    const bent = { ...proposal, rewards: proposal.rewards.map((one) => ({ ...one, amount: micros(1n) })) }
    expect(reasonsOf(await signer.judge(bent))).toEqual(['records-differ'])
  })

  test('of a batch that the ledger has in another form by now, a replayed one say, is refused', async () => {
    const { world, signer, proposal } = await amended()
    await signer.keep(proposal)
    await sign(world, '1-1-1-a1')
    await rounds(world)
    const again = { ...proposal, deadlineSeconds: proposal.deadlineSeconds + 1 }
    expect(reasonsOf(await signer.judge(again))).toEqual(['header-wrong'])
    // The very same one says nothing new: its signature is given once more.
    expect(reasonsOf(await signer.judge(proposal))).toEqual(['sign'])
  })

  test('a second one over the same form of the batch is refused', async () => {
    const { signer, proposal } = await amended()
    await signer.keep(proposal)
    const second = {
      ...proposal,
      reductions: proposal.reductions.replace(
        /[0-9a-f]{10}$/,
        (200_000).toString(16).padStart(10, '0'),
      ) as never,
      rewards: proposal.rewards.map((one) => ({ ...one, amount: micros(200_000n) })),
    }
    expect(reasonsOf(await signer.judge(second))).toEqual(['already-signed'])
  })

  test('of a batch that this key never signed is refused', async () => {
    const { signer, proposal } = await amended()
    const records = encodeRecords([
      {
        payee: proposal.rewards[0]!.payee,
        tag: `0x${'01'.repeat(6)}`,
        micros: micros(1n),
        supplement: false,
      },
    ])
    const netList = encodeNetList(
      netListOf([{ payee: proposal.rewards[0]!.payee, tag: '0x', micros: micros(1n), supplement: false }]),
    )
    expect(reasonsOf(await signer.judge({ ...proposal, records, netList }))).toEqual(['records-differ'])
  })
})
