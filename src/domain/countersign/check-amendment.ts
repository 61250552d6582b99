// Whether a proposed amendment may be signed: only what the shop's own books say was given back comes off a reward.

import {
  applyReductions,
  batchHash,
  decodeNetList,
  decodeReductions,
  encodeNetList,
  recordsHash,
} from '../records.ts'
import { checkPlace } from './check-header.ts'
import { checkCredits } from './check-order.ts'
import { sourceName } from './check-reward.ts'
import { ownState } from './own-order.ts'
import { ownShare } from './own-share.ts'
import { keyOf } from './repaid-book.ts'
import { slotKey, standingOf, type Slot } from './signed-book.ts'

import type { Hex } from 'viem'
import type { Micros } from '../money.ts'
import type { AmendmentProposal, ProposedReduction } from './proposal.ts'
import type { LogAmendment, LogBatch, SignedReduction } from './signed-log.ts'
import type { CheckContext, Reason, Wrong } from './verdict.ts'

/** A reduction as the bytes have it; `payee` in lower case. */
export type ReductionInBytes = { readonly payee: string; readonly tag: string; readonly micros: bigint }

/** The batch as the chain has it now. */
export type BatchOnChain = { readonly maturesAtSeconds: number; readonly batchHash: Hex }

export type SignableAmendment = Omit<LogAmendment, 'digest' | 'signedAt'>

export type AmendmentVerdict =
  | { readonly kind: 'sign'; readonly line: SignableAmendment }
  | { readonly kind: 'refuse'; readonly reasons: readonly Reason[] }

type Known = { readonly slot: Slot; readonly batch: LogBatch; readonly fromHash: Hex }

/** Checks the frame, the bytes against what is shown, and each reduction against the shop's own books. */
export function checkAmendment(
  proposal: AmendmentProposal,
  inBytes: readonly ReductionInBytes[],
  context: CheckContext & { readonly batch: BatchOnChain },
): AmendmentVerdict {
  const place = checkPlace(proposal, context)
  if (place.length > 0) return { kind: 'refuse', reasons: place }
  const known = knownBatch(proposal, context)
  if ('reason' in known) return { kind: 'refuse', reasons: [known] }
  const differing = checkShown(proposal, inBytes)
  if (differing) return { kind: 'refuse', reasons: [differing] }

  const reasons = proposal.rewards.flatMap((reward) => {
    const reason = checkReduction(reward, proposal, known, context)
    return reason === undefined ? [] : [{ ...reason, rewardId: reward.rewardId }]
  })
  if (reasons.length > 0) return { kind: 'refuse', reasons }
  const { pool, seq } = proposal
  const after = applyReductions(decodeNetList(proposal.netList), decodeReductions(proposal.reductions))
  return {
    kind: 'sign',
    line: {
      ...{ kind: 'amendment', pool, seq, fromHash: known.fromHash },
      recordsHash: known.batch.recordsHash,
      toHash: batchHash(known.batch.recordsHash, encodeNetList(after)),
      reductions: proposal.rewards.map(signedReduction),
    },
  }
}

function signedReduction({ source, payee, tag, amount }: ProposedReduction): SignedReduction {
  return { source: sourceName(source), payee, tag, amount }
}

/** The batch that this key signed, and that the ledger has as the amendment says; an amendment works once. */
function knownBatch(
  { pool, seq, records, netList, deadlineSeconds }: AmendmentProposal,
  { book, batch: onChain }: CheckContext & { readonly batch: BatchOnChain },
): Known | Reason {
  const hash = recordsHash(records)
  const slot = book.slots.get(slotKey(pool, seq))
  const batch = slot?.batches.find((one) => one.recordsHash === hash)
  if (!slot || !batch) {
    return { reason: 'records-differ', detail: `This key has signed no such batch ${seq} of pool ${pool}.` }
  }
  const fromHash = batchHash(hash, netList)
  if (onChain.batchHash !== fromHash) {
    return {
      reason: 'header-wrong',
      detail: 'The ledger holds the batch in another form: it was amended since.',
    }
  }
  if (onChain.maturesAtSeconds !== deadlineSeconds) {
    return { reason: 'header-wrong', detail: 'Its deadline is not the end of the hold.' }
  }
  if (slot.amendments.some((one) => one.fromHash === fromHash)) {
    return { reason: 'already-signed', detail: 'An amendment of the batch as it stands was signed before.' }
  }
  return { slot, batch, fromHash }
}

/** One reduction of the bytes is the sum of those shown for the same record. */
function checkShown(
  { rewards }: AmendmentProposal,
  inBytes: readonly ReductionInBytes[],
): Reason | undefined {
  const shown = new Map<string, bigint>()
  for (const { payee, tag, amount } of rewards) {
    const key = `${payee.toLowerCase()}:${tag}`
    shown.set(key, (shown.get(key) ?? 0n) + amount)
  }
  const isSame =
    inBytes.length === shown.size &&
    inBytes.every(({ payee, tag, micros }) => shown.get(`${payee}:${tag}`) === micros)
  return isSame
    ? undefined
    : { reason: 'records-differ', detail: 'The bytes take something else than what is shown.' }
}

function checkReduction(
  reward: ProposedReduction,
  proposal: AmendmentProposal,
  { batch, slot }: Known,
  context: CheckContext,
): Wrong | undefined {
  const source = sourceName(reward.source)
  const record = batch.records.find((one) => one.payee === reward.payee && one.tag === reward.tag)
  if (record?.source !== source) {
    return { reason: 'records-differ', detail: 'The batch holds no such record of this order.' }
  }
  const taken = slot.amendments
    .flatMap((one) => one.reductions)
    .filter((one) => one.payee === reward.payee && one.tag === reward.tag)
    .reduce((sum, one) => sum + one.amount, 0n)
  if (taken + reward.amount > record.amount) {
    return { reason: 'amount-too-high', detail: 'More is taken than the record holds.' }
  }
  if (reward.isRefusedInReview && context.terms.trustsReviews) return undefined
  const right = rightShare(reward, proposal, context)
  if (typeof right !== 'bigint') return right
  const standing = standingOf(context.book, { source, payee: reward.payee, reductions: 'signed' })
  return standing - reward.amount < right
    ? {
        reason: 'refund-unknown',
        detail: `By the shop's books ${right} micros are right, and ${standing - reward.amount} would be left.`,
      }
    : undefined
}

/** What the reward is worth by the shop's own books now. */
function rightShare(
  reward: ProposedReduction,
  proposal: AmendmentProposal,
  { orders, terms, book }: CheckContext,
): Micros | Wrong {
  const { source, recommenderId } = reward
  if (source.kind === 'deal') {
    return { reason: 'refund-unknown', detail: 'A fee that was agreed is never given back.' }
  }
  const order = orders(source.connectionId, source.externalId)
  const state = order && ownState(order)
  if (!state)
    return { reason: 'refund-unknown', detail: `The books know no paid order ${source.externalId}.` }
  const differing = checkCredits(proposal, { recommenderId }, source, state)
  const { rewardId, payee } = reward
  const isAccepted =
    terms.acceptedRewards.has(rewardId) &&
    book.accepted.get(rewardId) === keyOf({ source: sourceName(source), payee })
  if (differing && !isAccepted) return differing
  const share = ownShare(proposal, state, { source, recommenderId })
  if (!share)
    return { reason: 'refund-unknown', detail: 'The rules have no rate for the currency of the order.' }
  // Who is credited for it was the shop's own word, and could be bent to anything; that something went back could not.
  return differing && share.micros >= share.grant.micros
    ? { reason: 'refund-unknown', detail: `Of order ${source.externalId} nothing was given back.` }
    : share.micros
}
