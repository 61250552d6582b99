// The retailer does not sign: what it refuses is set aside with its reason, and the rest is proposed anew under the same
// number, which nothing has used.

import { proposalId } from '#domain/countersign/proposal-id.ts'
import { refusalTable, SET_ASIDE_SECONDS, type RefusalCode } from '#domain/countersign/refusals.ts'
import { invariant } from '#domain/invariant.ts'
import { Problem } from '#domain/problem.ts'
import { SECOND_MS } from '#domain/time.ts'

import { buryBatch } from '../batches/bury-batch.ts'
import { findProposal, isWaiting, type FoundProposal } from './find-proposal.ts'

import type { RetailerUnit } from '#ports/retailer-store.ts'

import type { AppDeps } from '../deps.ts'

export type RefuseProposalInput = {
  readonly retailerId: string
  readonly proposalId: string
  /** At least one; one without a reward speaks of all of them. */
  readonly reasons: readonly { readonly reason: RefusalCode; readonly rewardId?: string | undefined }[]
}

export type RefusedProposal = {
  readonly proposalId: string
  readonly state: 'refused'
  /** Rewards that were set aside; of an amendment none, its reductions are planned again later. */
  readonly setAside: readonly string[]
}

type RefuseDeps = Pick<AppDeps, 'retailers' | 'clock' | 'random' | 'log'>

/**
 * Refuses a proposal. Throws `not_found`, `input_invalid` for a reward that is not in it, and `proposal_over` once it no
 * longer waits: what was signed cannot be taken back.
 */
export async function refuseProposal(
  deps: RefuseDeps,
  { retailerId, proposalId: name, reasons }: RefuseProposalInput,
): Promise<RefusedProposal> {
  return deps.retailers.transaction(retailerId, async (unit) => {
    const found = await findProposal(unit, name)
    if (!isWaiting(found)) throw new Problem('proposal_over')
    const refused = await reasonsByReward(unit, found, reasons)
    deps.log.warn('the retailer refused to sign', { proposalId: name, rewards: refused.size })
    const { batch, amendment } = found
    const id = proposalId({ ...batch, amendmentNo: amendment?.amendmentNo })
    if (amendment) {
      await takeBackAmendment(deps, unit, { batch, amendment })
      return { proposalId: id, state: 'refused', setAside: [] }
    }
    await buryBatch(deps, unit, batch)
    for (const [rewardId, reason] of refused) await setAside(deps, unit, rewardId, reason)
    return { proposalId: id, state: 'refused', setAside: [...refused.keys()] }
  })
}

/** The reason of each refused reward: its own, else the one that speaks of all. */
async function reasonsByReward(
  unit: RetailerUnit,
  { batch, amendment }: FoundProposal,
  reasons: RefuseProposalInput['reasons'],
): Promise<ReadonlyMap<string, RefusalCode>> {
  const rows =
    amendment === undefined
      ? await unit.batches.records(batch)
      : await unit.batches.reductionsOf(batch, amendment.amendmentNo)
  const known = new Set(rows.map((row) => row.rewardId))
  const refused = new Map<string, RefusalCode>()
  for (const { reason, rewardId } of reasons) {
    if (rewardId === undefined) for (const each of known) refused.set(each, refused.get(each) ?? reason)
    else if (known.has(rewardId)) refused.set(rewardId, reason)
    else
      throw new Problem('input_invalid', { pointer: '/reasons', reason: 'names a reward that is not in it' })
  }
  return refused
}

/** Its reductions are planned again, and proposed once a while has passed. */
async function takeBackAmendment(
  { clock }: Pick<RefuseDeps, 'clock'>,
  unit: RetailerUnit,
  {
    batch,
    amendment,
  }: { readonly batch: FoundProposal['batch']; readonly amendment: FoundProposal['amendment'] },
): Promise<void> {
  invariant(amendment, 'an amendment is taken back')
  const { amendmentNo } = amendment
  const reductions = await unit.batches.reductionsOf(batch, amendmentNo)
  await unit.batches.updateAmendment(batch, amendmentNo, {
    state: 'failed',
    sendAfter: clock.now() + SET_ASIDE_SECONDS * SECOND_MS,
  })
  const ids = reductions.map((reduction) => reduction.reductionId)
  await unit.batches.setReductions(batch, ids, { state: 'pending', amendmentNo: null })
}

async function setAside(
  { clock }: Pick<RefuseDeps, 'clock'>,
  unit: RetailerUnit,
  rewardId: string,
  reason: RefusalCode,
): Promise<void> {
  const reward = await unit.rewards.get(rewardId)
  invariant(reward, 'a record belongs to a reward')
  const at = clock.now()
  await unit.proposals.setAside({
    rewardId,
    reason,
    targetMicros: reward.targetMicros,
    at,
    until: refusalTable[reason].heals ? at + SET_ASIDE_SECONDS * SECOND_MS : null,
  })
  await unit.enqueue({ queue: 'project-reward', data: { retailerId: unit.retailerId, rewardId } })
}
