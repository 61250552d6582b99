// Tells the person's family what a retailer promised: the outbox's job, at least once, always the whole current state.

import { sumMicros } from '#domain/money.ts'

import type { PersonRewardRow } from '#ports/recommender-store.ts'

import type { AppDeps } from '../deps.ts'

/** Copies a reward's current state to its person's projection; an unknown reward is nothing. */
export async function projectReward(
  deps: Pick<AppDeps, 'retailers' | 'recommenders' | 'clock'>,
  { retailerId, rewardId }: { readonly retailerId: string; readonly rewardId: string },
): Promise<void> {
  const projected = await deps.retailers.transaction(retailerId, async (unit) => {
    const reward = await unit.rewards.get(rewardId)
    const profile = await unit.identity.profile()
    if (!reward || !profile) return undefined
    const paid = (await unit.orders.facts(reward.orderId)).find((fact) => fact.kind === 'paid')
    const records = await unit.batches.recordsOfReward(rewardId)
    const debts = await unit.rewards.openDebts(reward.programId, reward.recommenderId, rewardId)
    const row: PersonRewardRow = {
      rewardId,
      retailerId,
      programId: reward.programId,
      shopName: profile.name,
      code: reward.code,
      orderedAt: paid?.kind === 'paid' ? paid.paidAt : deps.clock.now(),
      targetMicros: reward.targetMicros,
      standingMicros: reward.standingMicros,
      waitingMicros: reward.waitingMicros,
      debtMicros: sumMicros(debts.map((debt) => debt.remainingMicros)),
      vetoed: reward.vetoed,
      records: records.map(({ batch, seq, tag, micros, reducedMicros }) => ({
        pool: batch.pool,
        seq,
        tag,
        micros,
        reducedMicros,
        state: batch.state,
        maturesAtSeconds: batch.maturesAtSeconds,
      })),
      trace: reward.trace,
    }
    return { recommenderId: reward.recommenderId, row }
  })
  if (!projected) return
  const { recommenderId, row } = projected
  await deps.recommenders.transaction(recommenderId, (unit) => unit.projectReward(row, deps.clock.now()))
}
