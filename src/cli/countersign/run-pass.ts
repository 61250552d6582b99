// One pass over everything that waits: judge it, write down what will be signed, sign, and hand it in; or refuse it with
// the reasons.

import type { Proposal } from '#domain/countersign/proposal.ts'
import { slotKey, type Slot } from '#domain/countersign/signed-book.ts'
import type { LogAmendment, LogBatch } from '#domain/countersign/signed-log.ts'
import type { CheckContext, OwnTerms, PoolOnChain, Reason } from '#domain/countersign/verdict.ts'
import { formatMicros, sumMicros } from '#domain/money.ts'
import {
  proposalsAnswerSchema,
  readProposalSchema,
  refusedAnswerSchema,
  signedAnswerSchema,
} from '#schema/proposals.ts'
import type { Instant } from '#domain/order-facts.ts'
import type { Hex } from 'viem'
import { sign } from 'viem/accounts'
import type { ApiClient } from '../api-client.ts'
import { CommandEnd, EXIT } from '../exit-codes.ts'
import { judgeProposal, type Judgement } from './judge-proposal.ts'
import type { LedgerAtBlock, LedgerView } from './ledger-view.ts'
import type { NamedOrder, OwnBooks } from './own-books.ts'
import { patiently } from './patience.ts'
import { resolveSigned } from './resolve-signed.ts'
import type { StateFile } from './state-file.ts'

export type Decision = {
  readonly proposalId: string
  readonly kind: Proposal['kind']
  readonly pool: number
  readonly seq: number
  readonly rewards: number
  readonly amount: string
  readonly outcome: 'signed' | 'refused' | 'waiting'
  readonly reasons: readonly Reason[]
}

export type PassDeps = {
  readonly client: ApiClient
  readonly ledger: LedgerView
  readonly books: OwnBooks
  readonly state: StateFile
  readonly terms: OwnTerms
  readonly orderKey: Hex
  /** Takes batches for granted that the log does not know. */
  readonly acceptsHistory: boolean
  readonly now: () => number
  /** Whether there is no later pass: nothing waits for it then. */
  readonly isOnly: boolean
  readonly over: Set<Slot>
  /** When a proposal was first seen, by its name. */
  readonly firstSeen: Map<string, Instant>
}

/** Judges and answers everything that waits now; ends the command when the log does not fit the chain. */
export async function runPass(deps: PassDeps): Promise<readonly Decision[]> {
  const head = await deps.ledger.head()
  for (const pool of deps.terms.pools) await checkHistory(deps, head, pool)
  const final = await deps.ledger.final()
  if (final) await resolveSigned(deps.state, final, deps.over)
  const { data } = await deps.client.list('/v1/proposals', proposalsAnswerSchema)
  // After the list, so that the books are newer than what they are asked about.
  await deps.books.refresh()
  const waiting = new Set(data.map(({ proposalId }) => proposalId))
  for (const seen of deps.firstSeen.keys()) if (!waiting.has(seen)) deps.firstSeen.delete(seen)
  const decisions: Decision[] = []
  for (const { proposalId } of data) {
    const proposal = await deps.client.get(`/v1/proposals/${proposalId}`, readProposalSchema)
    if (proposal.proposalId !== proposalId) continue
    await deps.books.lookUp(ordersOf(proposal))
    decisions.push(await answer(deps, head, proposal))
  }
  return decisions
}

function ordersOf({ rewards }: Proposal): readonly NamedOrder[] {
  return rewards.flatMap(({ source }) => (source.kind === 'order' ? [source] : []))
}

/** Every batch on the ledger is one of this log: else the key is used elsewhere, or the log was lost. */
async function checkHistory(
  { state, acceptsHistory, terms }: PassDeps,
  head: LedgerAtBlock,
  pool: number,
): Promise<void> {
  const onChain = await head.pool(pool)
  const { nextSeq, orderSigner } = onChain
  checkOwner(terms, pool, onChain)
  if (orderSigner.toLowerCase() !== terms.signer.toLowerCase()) {
    throw new CommandEnd(
      EXIT.configuration,
      `Pool ${pool} listens to the key of ${orderSigner}, and this one is of ${terms.signer}.`,
    )
  }
  const known = state.book.pools.get(pool)
  const firstUnknown = firstMissing(state, pool, known ?? 1, nextSeq)
  if (firstUnknown !== undefined && !acceptsHistory) {
    throw new CommandEnd(
      EXIT.configuration,
      `The ledger holds batch ${firstUnknown} of pool ${pool}, which the state file does not know: the file was lost, or the key is used elsewhere.`,
    )
  }
  if (known === undefined || firstUnknown !== undefined) {
    state.append({ kind: 'pool', pool, fromSeq: firstUnknown === undefined ? 1 : nextSeq })
  }
}

/** Ends the command while the pool is somebody else's than the shop expects. */
export function checkOwner({ expectedOwner }: OwnTerms, pool: number, { owner }: PoolOnChain): void {
  if (expectedOwner === undefined || owner.toLowerCase() === expectedOwner.toLowerCase()) return
  throw new CommandEnd(
    EXIT.configuration,
    `Pool ${pool} is owned by ${owner}, and ${expectedOwner} is expected: until it has taken the pool, the owner may exchange the order key.`,
  )
}

function firstMissing({ book }: StateFile, pool: number, from: number, nextSeq: number): number | undefined {
  for (let seq = from; seq < nextSeq; seq += 1) if (!book.slots.has(`${pool}:${seq}`)) return seq
  return undefined
}

async function answer(deps: PassDeps, head: LedgerAtBlock, proposal: Proposal): Promise<Decision> {
  const { terms, state, books } = deps
  const pool = await head.pool(proposal.pool)
  const { orders, ordersOfBuyer } = books
  const context: CheckContext = { terms, pool, book: state.book, orders, ordersOfBuyer, now: deps.now() }
  const judgement = patiently(deps, proposal, await judgeProposal(proposal, context, head))
  if (judgement.kind === 'sign') await handInSignature(deps, proposal, judgement)
  if (judgement.kind === 'refuse') await handInRefusal(deps, proposal, judgement.reasons)
  const { proposalId, kind, seq, rewards } = proposal
  return {
    ...{ proposalId, kind, pool: proposal.pool, seq, rewards: rewards.length },
    amount: formatMicros(sumMicros(rewards.map((reward) => reward.amount))),
    outcome: OUTCOMES[judgement.kind],
    reasons: judgement.kind === 'refuse' ? judgement.reasons : [],
  }
}

const OUTCOMES = { sign: 'signed', refuse: 'refused', wait: 'waiting' } as const

/** The log knows of the signature before anybody else does. */
async function handInSignature(
  { client, state, orderKey }: PassDeps,
  { proposalId, programId, policyHash }: Proposal,
  { line }: Extract<Judgement, { kind: 'sign' }>,
): Promise<void> {
  if (state.book.policies.get(programId)?.has(policyHash) !== true) {
    state.append({ kind: 'policy', programId, policyHash })
  }
  if (!isKnown(state, line)) state.append(line)
  const signature = await sign({ hash: line.digest, privateKey: orderKey, to: 'hex' })
  await client.post(`/v1/proposals/${proposalId}/signature`, { signature }, signedAnswerSchema)
}

function isKnown({ book }: StateFile, { pool, seq, digest }: LogBatch | LogAmendment): boolean {
  const slot = book.slots.get(slotKey(pool, seq))
  return [...(slot?.batches ?? []), ...(slot?.amendments ?? [])].some((one) => one.digest === digest)
}

async function handInRefusal(
  { client }: PassDeps,
  { proposalId }: Proposal,
  reasons: readonly Reason[],
): Promise<void> {
  const told = reasons.map(({ reason, rewardId }) => ({
    reason,
    ...(rewardId === undefined ? {} : { rewardId }),
  }))
  await client.post(`/v1/proposals/${proposalId}/refusal`, { reasons: told }, refusedAnswerSchema)
}
