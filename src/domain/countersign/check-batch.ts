// Whether a proposed batch may be signed: a pure function of the proposal, the shop's own books, what its key has signed
// before, and the pool as the chain has it.

import { batchHash, encodeNetList, netListOf, recordsHash } from '../records.ts'
import { checkBytes, type RecordInBytes } from './check-bytes.ts'
import { checkEvidence, checkHeader, checkPlace } from './check-header.ts'
import { checkLimits, type RightRecord } from './check-limits.ts'
import { checkReward, type Links } from './check-reward.ts'
import { slotKey } from './signed-book.ts'

import type { Pinned } from './check-links.ts'
import type { BatchProposal } from './proposal.ts'
import type { LogBatch, SignedCoupon, SignedPin, SignedRecord } from './signed-log.ts'
import type { CheckContext, Reason } from './verdict.ts'

/** What is left to be known of a line of the log: the digest, and when it was signed. */
export type SignableBatch = Omit<LogBatch, 'digest' | 'signedAt'>

export type BatchVerdict =
  | { readonly kind: 'sign'; readonly line: SignableBatch }
  | { readonly kind: 'refuse'; readonly reasons: readonly Reason[] }
  /** Something signed before may still be used; it will be known by the deadline of that signature. */
  | { readonly kind: 'wait'; readonly detail: string }

/** Checks the whole first, then each reward, then limits over all of them. */
export function checkBatch(
  proposal: BatchProposal,
  inBytes: readonly RecordInBytes[],
  context: CheckContext,
): BatchVerdict {
  const whole = [
    checkPlace(proposal, context),
    checkHeader(proposal, context),
    checkBytes(proposal, inBytes),
    checkEvidence(proposal),
  ].find((reasons) => reasons.length > 0)
  if (whole) return { kind: 'refuse', reasons: whole }

  const slot = context.book.slots.get(slotKey(proposal.pool, proposal.seq))
  const pinned: Pinned = { payees: new Map(), places: new Map(), campaigns: new Map() }
  const records: SignedRecord[] = []
  const right: RightRecord[] = []
  const reasons: Reason[] = []
  const pins: SignedPin[] = []
  const coupons: SignedCoupon[] = []
  for (const reward of proposal.rewards) {
    const checked = checkReward({ proposal, reward, context, soFar: { slot, pinned, records } })
    if (checked.kind === 'open') {
      return {
        kind: 'wait',
        detail: `Reward ${reward.rewardId} was signed under a number that may still be used.`,
      }
    }
    if (checked.kind === 'wrong') {
      reasons.push(checked.reason)
      continue
    }
    records.push(checked.record)
    right.push({ rewardId: reward.rewardId, record: checked.record })
    keepPins(pinned, checked.links)
    pins.push(...checked.links.pins)
    coupons.push(...checked.links.coupons)
  }
  reasons.push(...checkLimits(proposal, right, { ...context, slot }))
  if (reasons.length > 0) return { kind: 'refuse', reasons }
  const { programId, pool, seq, deadlineSeconds, versions, policy } = proposal
  const hash = recordsHash(proposal.records)
  const netList = netListOf(proposal.rewards.map((reward) => ({ ...reward, micros: reward.amount })))
  return {
    kind: 'sign',
    line: {
      ...{ kind: 'batch', programId, pool, seq, deadlineSeconds, records, pins, coupons },
      ...{ campaigns: [...pinned.campaigns.values()], versions, caps: policy.caps },
      recordsHash: hash,
      batchHash: batchHash(hash, encodeNetList(netList)),
    },
  }
}

function keepPins(pinned: Pinned, { pins, campaigns }: Links): void {
  for (const { code, payee, place } of pins) {
    pinned.payees.set(code, payee)
    if (place) pinned.places.set(code, place)
  }
  for (const campaign of campaigns) pinned.campaigns.set(campaign.campaignId, campaign)
}
