// One proposal with everything that it was made of, for whoever holds the order key to make it anew.

import { proposalId } from '#domain/countersign/proposal-id.ts'
import { invariant } from '#domain/invariant.ts'
import { Problem } from '#domain/problem.ts'
import { getAddress, bytesToHex } from 'viem/utils'

import { rewardSource } from '../deals/reward-source.ts'
import { laterVersions } from '../policies/policy-in-force.ts'
import { findProposal, isWaiting, type FoundProposal } from './find-proposal.ts'
import { proposedSource, repaymentsOf } from './proposed-source.ts'

import type {
  AmendmentProposal,
  BatchProposal,
  Proposal,
  ProposalPlace,
  ProposedRecord,
  ProposedReward,
  ProposedRules,
} from '#domain/countersign/proposal.ts'
import type { AmendmentRow, BatchRow, RecordRow } from '#ports/batch-rows.ts'
import type { RetailerUnit } from '#ports/retailer-store.ts'
import type { RewardRow } from '#ports/reward-rows.ts'

import type { AppDeps } from '../deps.ts'

type ReadDeps = Pick<AppDeps, 'retailers' | 'chainIdentity'>

/** Throws `not_found` for what never was a proposal, and `proposal_over` once it no longer waits. */
export async function readProposal(
  deps: ReadDeps,
  { retailerId, proposalId: name }: { readonly retailerId: string; readonly proposalId: string },
): Promise<Proposal> {
  return deps.retailers.transaction(retailerId, async (unit) => {
    const found = await findProposal(unit, name)
    if (!isWaiting(found)) throw new Problem('proposal_over')
    const place = placeOf(deps, found)
    const { batch, amendment } = found
    return amendment === undefined
      ? readBatch(unit, place, batch)
      : readAmendment(unit, place, { batch, amendment })
  })
}

function placeOf({ chainIdentity }: ReadDeps, { pool, batch, amendment }: FoundProposal): ProposalPlace {
  return {
    proposalId: proposalId({ ...batch, amendmentNo: amendment?.amendmentNo }),
    programId: batch.programId,
    chainId: chainIdentity.chainId,
    ledger: chainIdentity.ledger,
    pool: batch.pool,
    seq: batch.seq,
    orderSigner: getAddress(pool.orderAddress),
  }
}

async function readBatch(unit: RetailerUnit, place: ProposalPlace, batch: BatchRow): Promise<BatchProposal> {
  const { classes } = batch
  invariant(classes !== null, 'a proposed batch has classes')
  const rewards: ProposedRecord[] = []
  for (const record of await unit.batches.records(batch)) rewards.push(await proposedRecord(unit, record))
  return {
    ...place,
    kind: 'batch',
    records: batch.records,
    holdSeconds: batch.holdSeconds,
    deadlineSeconds: batch.deadlineSeconds,
    evidenceRoot: batch.evidenceRoot,
    counts: batch.counts.toString(),
    classes,
    ...(await rulesOf(unit, batch)),
    rewards,
  }
}

async function readAmendment(
  unit: RetailerUnit,
  place: ProposalPlace,
  { batch, amendment }: { readonly batch: BatchRow; readonly amendment: AmendmentRow },
): Promise<AmendmentProposal> {
  const rewards = []
  for (const { rewardId, tag, micros } of await unit.batches.reductionsOf(batch, amendment.amendmentNo)) {
    const { reward, proposed } = await proposedReward(unit, rewardId, tag)
    const refusals = await unit.reviews.refusals(reward.orderId)
    rewards.push({ ...proposed, amount: micros, isRefusedInReview: refusals.has(reward.recommenderId) })
  }
  return {
    ...place,
    kind: 'amendment',
    records: batch.records,
    netList: amendment.fromNetList,
    reductions: amendment.reductions,
    deadlineSeconds: amendment.deadlineSeconds,
    ...(await rulesOf(unit, batch)),
    rewards,
  }
}

async function rulesOf(unit: RetailerUnit, { programId, policyHash }: BatchRow): Promise<ProposedRules> {
  const policy = await unit.programs.policy(programId, policyHash)
  invariant(policy, "a batch's policy is kept for ever")
  const versions = await unit.policies.versions(programId)
  return {
    policyHash,
    policy,
    laterPolicies: await laterVersions(unit, { programId, policyHash }),
    versions: versions.map(({ versionNo, policyHash: hash, effectiveFrom }) => ({
      ...{ versionNo, policyHash: hash, effectiveFrom },
    })),
    lastOrderAt: (await unit.closings.find(programId))?.lastOrderAt,
  }
}

async function proposedRecord(unit: RetailerUnit, record: RecordRow): Promise<ProposedRecord> {
  const { salt, trace } = record
  invariant(salt !== null && trace !== null, 'nobody is erased while a batch is on its way')
  const { reward, proposed } = await proposedReward(unit, record.rewardId, record.tag)
  return {
    ...proposed,
    amount: record.micros,
    earned: record.earnedMicros,
    netted: record.nettedMicros,
    supplement: record.supplement,
    repaid: await repaymentsOf(unit, record.rewardId),
    tier: reward.tier,
    traceHash: record.traceHash,
    trace,
    salt,
  }
}

async function proposedReward(
  unit: RetailerUnit,
  rewardId: string,
  tag: RecordRow['tag'],
): Promise<{ readonly reward: RewardRow; readonly proposed: ProposedReward }> {
  const reward = await unit.rewards.get(rewardId)
  invariant(reward, 'a record belongs to a reward')
  const source = await rewardSource(unit, reward)
  invariant(source, 'a reward belongs to an order or a deal')
  const proposed = {
    rewardId,
    recommenderId: reward.recommenderId,
    payee: getAddress(reward.payee),
    code: reward.code,
    tag,
    sourceOrder: bytesToHex(source.sourceOrder),
    source: await proposedSource(unit, reward),
  }
  return { reward, proposed }
}
