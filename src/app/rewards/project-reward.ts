// Tells the person's family what a retailer promised: the outbox's job, at least once, always the whole current state.

import { recommenderTrace } from '#domain/trace.ts'

import type { RecommenderId } from '#domain/ids.ts'
import type { PersonRewardRow } from '#ports/recommender-store.ts'

import type { AppDeps } from '../deps.ts'

type RewardKey = { readonly retailerId: string; readonly rewardId: string }

type ProjectDeps = Pick<AppDeps, 'retailers' | 'recommenders' | 'clock'>

type Projected = { readonly recommenderId: RecommenderId; readonly row: PersonRewardRow }

/** Looks at a reward in one job; one that changes oftener meanwhile has further jobs waiting. */
const LOOKS_MAX = 8

/**
 * Copies a reward's current state to its person's projection; an unknown reward is nothing. Looks again after writing:
 * another job of the same reward may have read a newer state and written it first.
 */
export async function projectReward(deps: ProjectDeps, key: RewardKey): Promise<void> {
  let written = ''
  for (let look = 1; look <= LOOKS_MAX; look++) {
    const projected = await readProjected(deps, key)
    if (!projected) return
    const { recommenderId, row } = projected
    const state = stateText(row)
    if (state === written) return
    await deps.recommenders.transaction(recommenderId, (unit) => unit.projectReward(row, deps.clock.now()))
    written = state
  }
}

function stateText(row: PersonRewardRow): string {
  return JSON.stringify(row, (_name, field: unknown) => (typeof field === 'bigint' ? `${field}` : field))
}

function readProjected(
  deps: ProjectDeps,
  { retailerId, rewardId }: RewardKey,
): Promise<Projected | undefined> {
  return deps.retailers.transaction(retailerId, async (unit) => {
    const reward = await unit.rewards.get(rewardId)
    const profile = await unit.identity.profile()
    if (!reward || !profile) return undefined
    // Who has left keeps no page; what is promised is paid without one.
    const enrollment = await unit.programs.enrollment(reward.programId, reward.recommenderId)
    if (enrollment?.status === 'left') return undefined
    const records = await unit.batches.recordsOfReward(rewardId)
    const debts = await unit.rewards.openDebts(reward.programId, reward.recommenderId, rewardId)
    const setAside = await unit.proposals.setAsideOf(rewardId, deps.clock.now())
    const row: PersonRewardRow = {
      rewardId,
      retailerId,
      programId: reward.programId,
      shopName: profile.name,
      code: reward.code,
      orderedAt: reward.paidAt,
      isDeal: reward.role === 'deal',
      targetMicros: reward.targetMicros,
      standingMicros: reward.standingMicros,
      waitingMicros: reward.waitingMicros,
      debts: debts.map(({ remainingMicros, lapsesAt }) => ({ remainingMicros, lapsesAt })),
      vetoed: reward.vetoed,
      ...(setAside ? { setAside: { reason: setAside.reason, until: setAside.until } } : {}),
      records: records.map(({ batch, seq, tag, micros, reducedMicros }) => ({
        pool: batch.pool,
        seq,
        tag,
        micros,
        reducedMicros,
        state: batch.state,
        maturesAtSeconds: batch.maturesAtSeconds,
      })),
      trace: recommenderTrace(reward.trace),
    }
    return { recommenderId: reward.recommenderId, row }
  })
}
