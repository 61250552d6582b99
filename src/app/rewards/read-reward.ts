// A reward as its shop sees it, with its trace and its way through the ledger.

import { refusalSentence } from '#domain/countersign/refusals.ts'
import { retailerIdOf } from '#domain/ids.ts'
import { micros, sumMicros, ZERO_MICROS, type Micros } from '#domain/money.ts'
import { owedBack } from '#domain/net-debt.ts'
import { Problem } from '#domain/problem.ts'
import { rewardState } from '#domain/reward-state.ts'
import { tierOfNumber } from '#domain/tier.ts'
import { SECOND_MS } from '#domain/time.ts'
import { decidingSentence } from '#domain/trace.ts'

import { isOverBudget } from '../policies/read-spending.ts'
import { isErased } from '../people/erased-id.ts'
import { coverCredits, recordKey, type PaidByRecord } from '../people/cover-credits.ts'

import type { Instant } from '#domain/order-facts.ts'
import type { RetailerUnit } from '#ports/retailer-store.ts'
import type { RewardRow } from '#ports/reward-rows.ts'

import type { AppDeps } from '../deps.ts'
import type { RewardBatchView, RewardView } from '../views.ts'

type PlacedRecord = Awaited<ReturnType<RetailerUnit['batches']['recordsOfReward']>>[number]

type ReadRewardDeps = Pick<AppDeps, 'retailers' | 'recommenders' | 'clock'>

/** Throws `not_found` for an unknown reward and for another retailer's, alike. */
export async function readReward(
  deps: ReadRewardDeps,
  { retailerId, rewardId }: { readonly retailerId: string; readonly rewardId: string },
): Promise<RewardView> {
  if (retailerIdOf(rewardId) !== retailerId) throw new Problem('not_found')
  const reward = await deps.retailers.transaction(retailerId, (unit) => unit.rewards.get(rewardId))
  if (!reward) throw new Problem('not_found')
  const paidByRecord = await readPaidByRecord(deps, reward.recommenderId)
  return deps.retailers.transaction(retailerId, (unit) =>
    viewReward(unit, reward, { paidByRecord, now: deps.clock.now() }),
  )
}

/** What a person's payments cover of each of their settled records. */
export async function readPaidByRecord(
  deps: Pick<AppDeps, 'recommenders'>,
  recommenderId: string,
): Promise<PaidByRecord> {
  return deps.recommenders.transaction(recommenderId, async (unit) =>
    coverCredits(await unit.credits(), (await unit.balances()).paidMicros),
  )
}

/** The view of a reward already read; money in micros. */
export async function viewReward(
  unit: RetailerUnit,
  reward: RewardRow,
  { paidByRecord, now }: { readonly paidByRecord: PaidByRecord; readonly now: Instant },
): Promise<RewardView> {
  const { programId, recommenderId, rewardId } = reward
  const records = (await unit.batches.recordsOfReward(rewardId)).filter(({ batch }) => batch.state !== 'dead')
  const enrollment = await unit.programs.enrollment(programId, recommenderId)
  const balances = await unit.journal.balances(programId)
  const debts = await unit.rewards.openDebts(programId, recommenderId, rewardId)
  const rest = (states: readonly string[]) =>
    sumMicros(
      records
        .filter(({ batch }) => states.includes(batch.state))
        .map((record) => micros(record.micros - record.reducedMicros)),
    )
  const settled = records.filter(({ batch }) => batch.state === 'settled')
  const paid = isErased(recommenderId) ? rest(['settled']) : paidOf(settled, paidByRecord)
  const setAside = await unit.proposals.setAsideOf(rewardId, now)
  const parts = {
    // A signed batch reserves nothing before the ledger has it.
    waitingMicros: sumMicros([reward.waitingMicros, rest(['signed'])]),
    availableMicros: balances.available,
    isSetAside: setAside !== undefined,
    isOverBudget: await isOverBudget(unit, { programId, now, waitingMicros: reward.waitingMicros }),
    reservedMicros: rest(['open']),
    releasedMicros: rest(['settled']),
    standingMicros: reward.standingMicros,
    paidMicros: paid,
  }
  const maturities = records.map(({ batch }) => (batch.state === 'open' ? batch.maturesAtSeconds : null))
  const lastMaturity = Math.max(...maturities.map((at) => at ?? 0))
  return {
    rewardId,
    role: reward.role,
    orderId: reward.orderId,
    programId,
    recommenderId,
    handle: enrollment?.handle ?? '',
    payee: reward.payee,
    tier: reward.role === 'deal' ? null : tierOfNumber(reward.tier),
    followers: reward.followers,
    followerEvidence: reward.followerEvidence,
    target: reward.targetMicros,
    standing: reward.standingMicros,
    waiting: parts.waitingMicros,
    reserved: parts.reservedMicros,
    released: parts.releasedMicros,
    paid,
    debt: owedBack(debts, now),
    state: rewardState(parts),
    unlocksAt: lastMaturity > 0 ? lastMaturity * SECOND_MS : null,
    batches: records.map(batchView),
    trace: reward.trace,
    sentence: setAside ? refusalSentence(setAside.reason) : decidingSentence(reward.trace),
  }
}

/** What payments cover of settled records. Of somebody erased nothing can be looked up: for the shop it is over. */
function paidOf(settled: readonly PlacedRecord[], paidByRecord: PaidByRecord): Micros {
  return sumMicros(
    settled.map(
      ({ batch, seq, tag }) => paidByRecord.get(recordKey({ pool: batch.pool, seq, tag })) ?? ZERO_MICROS,
    ),
  )
}

function batchView({
  batch,
  seq,
  micros: amount,
  reducedMicros,
  chainTransaction,
}: PlacedRecord): RewardBatchView {
  return { pool: batch.pool, seq, micros: amount, amended: reducedMicros, chainTransaction }
}
