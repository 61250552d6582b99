// A shop's rewards as a table of any size, oldest first.

import { micros, sumMicros, ZERO_MICROS, type Micros } from '#domain/money.ts'
import { rewardState } from '#domain/reward-state.ts'
import { SECOND_MS } from '#domain/time.ts'

import { recordKey } from '../people/cover-credits.ts'
import { isErased } from '../people/erased-id.ts'
import { idPages, type ExportPages, type ShopExportInput } from './export-pages.ts'
import { readCovered, type CoveredRecord } from './read-covered.ts'

import type { Instant } from '#domain/order-facts.ts'
import type { ExportedRecord, ExportedReward } from '#ports/export-rows.ts'
import type { RetailerUnit } from '#ports/retailer-store.ts'

import type { AppDeps } from '../deps.ts'

type ExportRewardsDeps = Pick<AppDeps, 'retailers' | 'recommenders' | 'clock'>

/** What was read of a reward in its shop's family; what payments cover is another family's. */
type ReadReward = {
  readonly reward: ExportedReward
  readonly records: readonly ExportedRecord[]
  readonly debtMicros: Micros
}

/** Rows by the columns `rewards`; `from` and `to` are of when the reward was made. */
export async function* exportRewards(deps: ExportRewardsDeps, input: ShopExportInput): ExportPages {
  const reads: ReadReward[] = []
  const pages = idPages(
    deps,
    input,
    (unit, page) => unit.exports.rewards(page),
    ({ rewardId }) => rewardId,
    async (unit, rewards) => {
      // Run again after a lost race, it begins anew.
      reads.length = 0
      reads.push(...(await readRewards(unit, rewards, deps.clock.now())))
      return rewards.map(({ rewardId }) => ({ rewardId }))
    },
  )
  for await (const _ of pages) {
    const covered = await readCovered(
      deps,
      reads.flatMap(({ reward, records }) =>
        records
          .filter(({ state }) => state === 'settled')
          .map((record) => ({ ...record, recommenderId: reward.recommenderId })),
      ),
    )
    yield reads.map((read) => rewardRow(read, covered))
  }
}

async function readRewards(
  unit: RetailerUnit,
  rewards: readonly ExportedReward[],
  now: Instant,
): Promise<readonly ReadReward[]> {
  const rewardIds = rewards.map(({ rewardId }) => rewardId)
  const records = Map.groupBy(await unit.exports.records(rewardIds), ({ rewardId }) => rewardId)
  const debts = await unit.exports.debts(rewardIds, now)
  return rewards.map((reward) => ({
    reward,
    records: records.get(reward.rewardId) ?? [],
    debtMicros: debts.get(reward.rewardId) ?? ZERO_MICROS,
  }))
}

function rewardRow({ reward, records, debtMicros }: ReadReward, covered: ReadonlyMap<string, CoveredRecord>) {
  const rest = (state: ExportedRecord['state']) =>
    sumMicros(records.filter((record) => record.state === state).map(({ restMicros }) => restMicros))
  const released = rest('settled')
  const settled = records.filter(({ state }) => state === 'settled')
  const paid = isErased(reward.recommenderId)
    ? released
    : sumMicros(
        settled.map(
          (record) => covered.get(`${reward.recommenderId}:${recordKey(record)}`)?.paidMicros ?? ZERO_MICROS,
        ),
      )
  // A signed batch reserves nothing before the ledger has it.
  const waiting = micros(reward.waitingMicros + rest('signed'))
  const unlocks = records.filter(({ state }) => state === 'open').map((one) => one.maturesAtSeconds ?? 0)
  return {
    rewardId: reward.rewardId,
    orderId: reward.orderId,
    externalId: reward.externalId,
    programId: reward.programId,
    recommenderId: reward.recommenderId,
    handle: reward.handle,
    role: reward.role,
    madeAt: reward.createdAt,
    orderPaidAt: reward.paidAt,
    target: reward.targetMicros,
    standing: reward.standingMicros,
    waiting,
    reserved: rest('open'),
    released,
    paid,
    debt: debtMicros,
    state: rewardState({
      waitingMicros: waiting,
      // Whether the pool has the money just now is no matter for a table that is kept.
      availableMicros: waiting,
      reservedMicros: rest('open'),
      releasedMicros: released,
      standingMicros: reward.standingMicros,
      paidMicros: paid,
    }),
    unlocksAt: unlocks.length === 0 ? null : Math.max(...unlocks) * SECOND_MS,
    batches: records.map(({ pool, seq }) => `${pool}/${seq}`).join(' '),
  }
}
