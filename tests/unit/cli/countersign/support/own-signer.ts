// A retailer with its own order key before the relayer's market in memory: it judges what is proposed by what its shop has
// told so far; and the means to bend a proposal so that everything else fits again.

import { readProposal } from '#app/proposals/read-proposal.ts'
import { judgeProposal, type Judgement } from '#cli/countersign/judge-proposal.ts'
import type { LedgerAtBlock } from '#cli/countersign/ledger-view.ts'
import type { BatchProposal, Proposal, ProposedRecord } from '#domain/countersign/proposal.ts'
import { createSignedBook, type SignedBook } from '#domain/countersign/signed-book.ts'
import type { LogLine } from '#domain/countersign/signed-log.ts'
import type { OwnTerms } from '#domain/countersign/verdict.ts'
import { classesLeaf, evidenceLeafHash, evidenceRoot } from '#domain/evidence.ts'
import { batchHash, encodeRecords, recordsHash } from '#domain/records.ts'
import { getAddress } from 'viem/utils'

import { RETAILER_ID } from '../../../app/support/history-market.ts'
import { IDENTITY } from '../../../app/support/history-world.ts'
import { openOwn, OWN, propose, type OwnWorld } from '../../../app/support/own-key-world.ts'
import { ONE_DOLLAR, PAID, TEN_DOLLARS } from '../../../app/support/reading.ts'

export const POOL = 1
/** The pool's owner, who signs no batches. */
const OWNER = getAddress(`0x${'0e'.repeat(20)}`)
export const TERMS: OwnTerms = {
  chainId: IDENTITY.chainId,
  ledger: getAddress(IDENTITY.ledger),
  signer: OWN.address,
  pools: new Set([POOL]),
  deals: new Map(),
  acceptedPolicies: new Set(),
  acceptedRewards: new Map(),
  trustsReviews: false,
}

/** The retailer with the key: its own books are what its shop has told so far. */
export type Signer = {
  readonly book: SignedBook
  /** `nextSeq`: the number that the ledger takes next, where it is not the one of the relayer's world. */
  readonly judge: (proposal: Proposal, terms?: Partial<OwnTerms>, nextSeq?: number) => Promise<Judgement>
  /** Writes down what was signed, as the command does. */
  readonly keep: (proposal: Proposal) => Promise<LogLine>
}

export function openSigner(world: OwnWorld): Signer {
  const book = createSignedBook()
  const pool = () => ({
    owner: OWNER,
    orderSigner: OWN.address,
    nextSeq: world.memory.batches.size === 0 ? 1 : nextSeqOf(world),
    minHoldSeconds: 7_200,
    rewardCapMicros: 5_000_000n,
    nowSeconds: Math.floor(world.now() / 1_000),
  })
  const head: LedgerAtBlock = {
    timeSeconds: Math.floor(world.now() / 1_000),
    pool: () => Promise.resolve(pool()),
    batch: (_pool, seq) => {
      const open = [...world.memory.batches.values()].find((one) => one.seq === seq && one.state === 'open')
      return Promise.resolve({
        maturesAtSeconds: open?.maturesAtSeconds ?? 0,
        batchHash: open ? batchHash(recordsHash(open.records), open.netList) : '0x',
      })
    },
  }
  const judge: Signer['judge'] = (proposal, terms = {}, nextSeq = pool().nextSeq) =>
    judgeProposal(
      proposal,
      {
        terms: { ...TERMS, ...terms },
        pool: { ...pool(), nextSeq },
        book,
        now: world.now(),
        orders: (connectionId, externalId) => {
          const index = world.orders.findIndex((one) => one.externalId === externalId)
          const told = world.told.get(index)
          if (told === undefined || connectionId !== 'connection') return undefined
          const facts = world.orders[index]!.facts.filter(({ factKey }) => told.has(factKey))
          return { facts, knowsLinks: true }
        },
      },
      head,
    )
  return {
    book,
    judge,
    keep: async (proposal) => {
      const judgement = await judge(proposal)
      if (judgement.kind !== 'sign') throw new Error(JSON.stringify(judgement, textOf))
      book.add({ kind: 'policy', programId: proposal.programId, policyHash: proposal.policyHash })
      book.add(judgement.line)
      return judgement.line
    },
  }
}

const textOf = (_name: string, value: unknown) => (typeof value === 'bigint' ? value.toString() : value)

/** The number that the ledger takes next: one more than the batches that it has taken. */
function nextSeqOf(world: OwnWorld): number {
  return (
    1 +
    [...world.memory.batches.values()].filter(({ state }) => state !== 'signed' && state !== 'dead').length
  )
}

export async function read(world: OwnWorld, proposalId: string): Promise<BatchProposal> {
  const proposal = await readProposal(world.deps, { retailerId: RETAILER_ID, proposalId })
  if (proposal.kind !== 'batch') throw new Error('a batch is read')
  return proposal
}

/** Makes everything fit the given rewards again: bytes, evidence, header. */
export function forge(proposal: BatchProposal, change: Partial<BatchProposal>): BatchProposal {
  const forged = { ...proposal, ...change }
  const { chainId, ledger, pool, seq, classes, policyHash: hash } = forged
  const rewards = forged.rewards.toSorted((a, b) =>
    `${a.payee.toLowerCase()}${a.tag}` < `${b.payee.toLowerCase()}${b.tag}` ? -1 : 1,
  )
  const leaves = rewards.map((reward) =>
    evidenceLeafHash({
      ...{ chainId, ledger, pool, seq, policyHash: hash },
      ...reward,
      earnedMicros: reward.earned,
      nettedMicros: reward.netted,
    }),
  )
  const last = evidenceLeafHash(classesLeaf({ chainId, ledger, pool, seq, policyHash: hash, ...classes }))
  return {
    ...forged,
    rewards,
    records: encodeRecords(rewards.map((reward) => ({ ...reward, micros: reward.amount }))),
    evidenceRoot: evidenceRoot([...leaves, last]),
  }
}

export const bend = (
  proposal: BatchProposal,
  change: (reward: ProposedRecord) => ProposedRecord,
): BatchProposal => forge(proposal, { rewards: proposal.rewards.map(change) })

export const reasonsOf = (judgement: Judgement): readonly string[] =>
  judgement.kind === 'refuse' ? judgement.reasons.map(({ reason }) => reason) : [judgement.kind]

export async function proposed(): Promise<{ world: OwnWorld; signer: Signer; proposal: BatchProposal }> {
  const world = await openOwn([TEN_DOLLARS, ONE_DOLLAR, ONE_DOLLAR])
  for (const order of [0, 1]) await world.tell(order, PAID)
  await propose(world)
  return { world, signer: openSigner(world), proposal: await read(world, '1-1-1') }
}
