// One proposal, decoded by the audit's own decoder and judged by the rules; what may be signed comes with its digest.

import { decodeRecords, decodeReductions, type PayeeRecords } from '#audit/decode-records.ts'
import { checkAmendment } from '#domain/countersign/check-amendment.ts'
import { checkBatch } from '#domain/countersign/check-batch.ts'
import type { AmendmentProposal, BatchProposal, Proposal } from '#domain/countersign/proposal.ts'
import { slotKey } from '#domain/countersign/signed-book.ts'
import type { LogAmendment, LogBatch } from '#domain/countersign/signed-log.ts'
import type { CheckContext, Reason } from '#domain/countersign/verdict.ts'
import { batchHash } from '#domain/records.ts'
import { amendTypedData, commitTypedData } from '#domain/typed-data.ts'
import { hashTypedData, keccak256 } from 'viem/utils'
import type { LedgerAtBlock } from './ledger-view.ts'

export type Judgement =
  | { readonly kind: 'sign'; readonly line: LogBatch | LogAmendment }
  | { readonly kind: 'refuse'; readonly reasons: readonly Reason[] }
  | { readonly kind: 'wait'; readonly detail: string }

/** Judges a proposal; asks the chain for the batch that an amendment is of. */
export async function judgeProposal(
  proposal: Proposal,
  context: CheckContext,
  head: LedgerAtBlock,
): Promise<Judgement> {
  return proposal.kind === 'batch' ? judgeBatch(proposal, context) : judgeAmendment(proposal, context, head)
}

function judgeBatch(proposal: BatchProposal, context: CheckContext): Judgement {
  const decoded = decodeRecords(proposal.records)
  if (!decoded.ok) return unreadable(decoded)
  const inBytes = decoded.value.flatMap(({ payee, records }) =>
    records.map(({ tag, micros, supplement }) => ({ payee, tag, micros, supplement })),
  )
  const verdict = checkBatch(proposal, inBytes, context)
  if (verdict.kind !== 'sign') return verdict
  const { chainId, ledger, pool, seq } = proposal
  const header = { ...proposal, counts: BigInt(proposal.counts) }
  const typedData = commitTypedData({
    ...{ chainId, ledger, pool, seq, header },
    recordsHash: keccak256(proposal.records),
  })
  return { kind: 'sign', line: { ...verdict.line, digest: hashTypedData(typedData), signedAt: context.now } }
}

async function judgeAmendment(
  proposal: AmendmentProposal,
  context: CheckContext,
  head: LedgerAtBlock,
): Promise<Judgement> {
  const records = decodeRecords(proposal.records)
  if (!records.ok) return unreadable(records)
  const reductions = decodeReductions(proposal.reductions)
  if (!reductions.ok) return unreadable(reductions)
  const { chainId, ledger, pool, seq, deadlineSeconds } = proposal
  const typedData = amendTypedData({
    ...{ chainId, ledger, pool, seq, deadlineSeconds },
    batchHash: batchHash(keccak256(proposal.records), proposal.netList),
    reductionsHash: keccak256(proposal.reductions),
  })
  const digest = hashTypedData(typedData)
  const before = context.book.slots.get(slotKey(pool, seq))?.amendments.find((one) => one.digest === digest)
  // Signed before, and perhaps never handed in: the same signature says nothing new.
  if (before) return { kind: 'sign', line: before }
  const batch = await head.batch(pool, seq)
  const inBytes = reductions.value.map(({ index, tag, micros }) => ({
    payee: payeeAt(records.value, index),
    tag,
    micros,
  }))
  const verdict = checkAmendment(proposal, inBytes, { ...context, batch })
  if (verdict.kind !== 'sign') return verdict
  return { kind: 'sign', line: { ...verdict.line, digest, signedAt: context.now } }
}

function payeeAt(records: readonly PayeeRecords[], index: number): string {
  return records[index]?.payee ?? ''
}

function unreadable({ offset, reason }: { readonly offset: number; readonly reason: string }): Judgement {
  return {
    kind: 'refuse',
    reasons: [{ reason: 'records-differ', detail: `The bytes cannot be read at ${offset}: ${reason}.` }],
  }
}
