// What waits for the retailer's own order key, oldest first, and the rewards that it has set aside.

import { proposalId } from '#domain/countersign/proposal-id.ts'
import { refusalSentence } from '#domain/countersign/refusals.ts'
import { invariant } from '#domain/invariant.ts'
import { sumMicros } from '#domain/money.ts'
import { decodeRecords, decodeReductions } from '#domain/records.ts'

import type { ProposalSummary } from '#domain/countersign/proposal.ts'
import type { Micros } from '#domain/money.ts'
import type { Instant } from '#domain/order-facts.ts'
import type { AmendmentRow, BatchRow } from '#ports/batch-rows.ts'
import type { RetailerUnit } from '#ports/retailer-store.ts'

import type { AppDeps } from '../deps.ts'

/** Proposals of one kind that are read: a pool has one batch at a time, and amendments are signed within minutes. */
const PROPOSALS_MAX = 1_000

/** Rewards set aside in one answer: more than anybody looks through. */
const SET_ASIDES_MAX = 200

export type SetAsideView = {
  readonly rewardId: string
  readonly programId: string
  readonly externalId: string
  /** Of whose reward it is; empty once they have left. */
  readonly handle: string
  readonly amount: Micros
  readonly reason: string
  readonly sentence: string
  readonly at: Instant
  /** When it goes back into the line by itself; null: once the shop resumes it. */
  readonly resumesAt: Instant | null
}

export type ProposalsView = {
  readonly data: readonly ProposalSummary[]
  readonly setAside: readonly SetAsideView[]
}

/** Batches, then amendments. */
export async function listProposals(
  deps: Pick<AppDeps, 'retailers' | 'clock'>,
  { retailerId }: { readonly retailerId: string },
): Promise<ProposalsView> {
  return deps.retailers.transaction(retailerId, async (unit) => {
    const batches = (await unit.proposals.batches(PROPOSALS_MAX)).map(batchSummary)
    const amendments: ProposalSummary[] = []
    for (const amendment of await unit.proposals.amendments(PROPOSALS_MAX)) {
      const batch = await unit.batches.get(amendment)
      invariant(batch, 'an amendment belongs to a batch')
      amendments.push(amendmentSummary(batch, amendment))
    }
    return { data: [...batches, ...amendments], setAside: await setAsides(unit, deps.clock.now()) }
  })
}

function batchSummary(batch: BatchRow): ProposalSummary {
  const records = decodeRecords(batch.records)
  return {
    proposalId: proposalId(batch),
    kind: 'batch',
    programId: batch.programId,
    pool: batch.pool,
    seq: batch.seq,
    rewards: records.length,
    amount: sumMicros(records.map((record) => record.micros)),
    deadlineSeconds: batch.deadlineSeconds,
  }
}

function amendmentSummary(batch: BatchRow, amendment: AmendmentRow): ProposalSummary {
  const reductions = decodeReductions(amendment.reductions)
  return {
    proposalId: proposalId({ ...batch, amendmentNo: amendment.amendmentNo }),
    kind: 'amendment',
    programId: batch.programId,
    pool: batch.pool,
    seq: batch.seq,
    rewards: reductions.length,
    amount: sumMicros(reductions.map((reduction) => reduction.micros)),
    deadlineSeconds: amendment.deadlineSeconds,
  }
}

async function setAsides(unit: RetailerUnit, now: Instant): Promise<readonly SetAsideView[]> {
  const views: SetAsideView[] = []
  for (const row of await unit.proposals.setAsides(now, SET_ASIDES_MAX)) {
    const reward = await unit.rewards.get(row.rewardId)
    invariant(reward, 'what is set aside is a reward')
    const order = reward.role === 'deal' ? undefined : await unit.orders.find(reward.orderId)
    const enrollment = await unit.programs.enrollment(row.programId, reward.recommenderId)
    views.push({
      rewardId: row.rewardId,
      programId: row.programId,
      externalId: order?.externalId ?? reward.orderId,
      handle: enrollment?.handle ?? '',
      amount: reward.waitingMicros,
      reason: row.reason,
      sentence: refusalSentence(row.reason),
      at: row.at,
      resumesAt: row.until,
    })
  }
  return views
}
