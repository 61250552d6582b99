// Rewards, their changes, and debts, in PostgreSQL.

import { micros, minMicros, ZERO_MICROS } from '#domain/money.ts'

import type { RewardRow, RewardRows } from '#ports/reward-rows.ts'
import type { Selectable } from 'kysely'
import type { Address, Hex } from 'viem'

import type { RetailerTables } from '../tables/retailer.ts'
import type { RetailerScope } from './scope.ts'

/** Open debts of one person at one pool that are looked at in one batch; older ones come first. */
const OPEN_DEBTS_MAX = 1000

/** Rows of the retailer's rewards and debts. */
export function rewardRows(scope: RetailerScope): RewardRows {
  return { ...standingRows(scope), ...rewardLists(scope), ...debtRows(scope) }
}

function standingRows({
  transaction,
  retailerId,
}: RetailerScope): Pick<RewardRows, 'find' | 'get' | 'insert' | 'update' | 'addChange' | 'waiting'> {
  const rewards = () =>
    transaction.selectFrom('retailer_rewards').selectAll().where('retailer_id', '=', retailerId)

  return {
    async find(orderId, recommenderId) {
      const row = await rewards()
        .where('order_id', '=', orderId)
        .where('recommender_id', '=', recommenderId)
        .executeTakeFirst()
      return row && rewardRow(row)
    },

    async get(rewardId) {
      const row = await rewards().where('reward_id', '=', rewardId).executeTakeFirst()
      return row && rewardRow(row)
    },

    async insert(row) {
      await transaction
        .insertInto('retailer_rewards')
        .values({
          retailer_id: retailerId,
          reward_id: row.rewardId,
          order_id: row.orderId,
          program_id: row.programId,
          recommender_id: row.recommenderId,
          payee: row.payee,
          code: row.code,
          tag: row.tag,
          policy_hash: row.policyHash,
          target_micros: row.targetMicros,
          standing_micros: row.standingMicros,
          waiting_micros: row.waitingMicros,
          waiting_since: row.waitingSince === null ? null : new Date(row.waitingSince),
          vetoed: row.vetoed,
          trace: JSON.stringify(row.trace),
          trace_hash: row.traceHash,
          created_at: new Date(row.now),
          updated_at: new Date(row.now),
        })
        .execute()
    },

    async update(rewardId, change) {
      await transaction
        .updateTable('retailer_rewards')
        .set({
          target_micros: change.targetMicros,
          standing_micros: change.standingMicros,
          waiting_micros: change.waitingMicros,
          waiting_since: change.waitingSince === null ? null : new Date(change.waitingSince),
          vetoed: change.vetoed,
          trace: JSON.stringify(change.trace),
          trace_hash: change.traceHash,
          updated_at: new Date(change.now),
        })
        .where('retailer_id', '=', retailerId)
        .where('reward_id', '=', rewardId)
        .execute()
    },

    async addChange(rewardId, change) {
      await transaction
        .insertInto('retailer_reward_changes')
        .columns(['retailer_id', 'reward_id', 'change_no', 'kind', 'micros', 'seq', 'at'])
        .expression((eb) =>
          eb
            .selectFrom('retailer_reward_changes')
            .where('retailer_id', '=', retailerId)
            .where('reward_id', '=', rewardId)
            .select((select) => [
              select.val(retailerId).as('retailer_id'),
              select.val(rewardId).as('reward_id'),
              select(select.fn.coalesce(select.fn.max('change_no'), select.lit(0)), '+', 1).as('change_no'),
              select.val(change.kind).as('kind'),
              select.cast<bigint>(select.val(change.micros), 'bigint').as('micros'),
              select.cast<number | null>(select.val(change.seq ?? null), 'integer').as('seq'),
              select.cast<Date>(select.val(new Date(change.at)), 'timestamptz').as('at'),
            ]),
        )
        .execute()
    },

    async waiting(programId, limit) {
      const rows = await rewards()
        .where('program_id', '=', programId)
        .where('waiting_micros', '>', 0n)
        .orderBy('waiting_since')
        .orderBy('reward_id')
        .limit(limit)
        .execute()
      return rows.map(rewardRow)
    },
  }
}

function rewardLists({
  transaction,
  retailerId,
}: RetailerScope): Pick<RewardRows, 'list' | 'ofOrder' | 'countWaiting' | 'countByCode'> {
  const rewards = () => transaction.selectFrom('retailer_rewards').where('retailer_id', '=', retailerId)

  return {
    async list({ limit, after }) {
      let query = rewards().selectAll()
      if (after !== undefined) query = query.where('reward_id', '<', after)
      const rows = await query.orderBy('reward_id', 'desc').limit(limit).execute()
      return rows.map(rewardRow)
    },

    async ofOrder(orderId) {
      const rows = await rewards().selectAll().where('order_id', '=', orderId).orderBy('reward_id').execute()
      return rows.map(rewardRow)
    },

    async countWaiting() {
      const row = await rewards()
        .select(({ fn }) => fn.countAll<bigint>().as('count'))
        .where('waiting_micros', '>', 0n)
        .executeTakeFirstOrThrow()
      return Number(row.count)
    },

    async countByCode(codes) {
      if (codes.length === 0) return new Map()
      const rows = await rewards()
        .select(({ fn }) => ['code', fn.countAll<bigint>().as('count')])
        .where('code', 'in', [...codes])
        .where('target_micros', '>', 0n)
        .groupBy('code')
        .execute()
      return new Map(rows.map((row) => [row.code, Number(row.count)]))
    },
  }
}

function debtRows({
  transaction,
  retailerId,
}: RetailerScope): Pick<RewardRows, 'insertDebt' | 'openDebts' | 'useDebt' | 'restoreDebts'> {
  return {
    async insertDebt(row) {
      await transaction
        .insertInto('retailer_debts')
        .values({
          retailer_id: retailerId,
          debt_id: row.debtId,
          program_id: row.programId,
          recommender_id: row.recommenderId,
          reward_id: row.rewardId,
          micros: row.micros,
          remaining_micros: row.micros,
          incurred_at: new Date(row.incurredAt),
          lapses_at: new Date(row.lapsesAt),
        })
        .execute()
    },

    async openDebts(programId, recommenderId, rewardId) {
      let query = transaction
        .selectFrom('retailer_debts')
        .select(['debt_id', 'remaining_micros', 'lapses_at'])
        .where('retailer_id', '=', retailerId)
        .where('program_id', '=', programId)
        .where('recommender_id', '=', recommenderId)
        .where('remaining_micros', '>', 0n)
      if (rewardId !== undefined) query = query.where('reward_id', '=', rewardId)
      const rows = await query.orderBy('incurred_at').orderBy('debt_id').limit(OPEN_DEBTS_MAX).execute()
      return rows.map((row) => ({
        debtId: row.debt_id,
        remainingMicros: micros(row.remaining_micros),
        lapsesAt: row.lapses_at.getTime(),
      }))
    },

    async useDebt(row) {
      await transaction
        .insertInto('retailer_debt_uses')
        .values({
          retailer_id: retailerId,
          debt_id: row.debtId,
          use_id: row.useId,
          kind: row.kind,
          reward_id: row.rewardId,
          micros: row.micros,
          seq: row.batch?.seq ?? null,
          attempt: row.batch?.attempt ?? null,
          at: new Date(row.at),
        })
        .execute()
      const debt = await transaction
        .updateTable('retailer_debts')
        .set((eb) => ({
          remaining_micros: eb('remaining_micros', '-', row.micros),
        }))
        .where('retailer_id', '=', retailerId)
        .where('debt_id', '=', row.debtId)
        .returning('reward_id')
        .executeTakeFirstOrThrow()
      return debt.reward_id
    },

    async restoreDebts({ programId, seq, attempt }, netted, at) {
      const uses = await transaction
        .selectFrom('retailer_debt_uses as use')
        .innerJoin('retailer_debts as debt', (join) =>
          join.onRef('debt.retailer_id', '=', 'use.retailer_id').onRef('debt.debt_id', '=', 'use.debt_id'),
        )
        .select(['use.debt_id', 'use.use_id', 'use.micros', 'debt.reward_id as debtor'])
        .where('use.retailer_id', '=', retailerId)
        .where('debt.program_id', '=', programId)
        .where('use.kind', '=', 'netted')
        .where('use.reward_id', '=', netted.rewardId)
        .where('use.seq', '=', seq)
        .where('use.attempt', '=', attempt)
        .orderBy('debt.incurred_at', 'desc')
        .orderBy('debt.debt_id', 'desc')
        .execute()
      const debtors: string[] = []
      let rest = netted.micros
      for (const use of uses) {
        const restored = minMicros(rest, micros(use.micros))
        if (restored === ZERO_MICROS) break
        rest = micros(rest - restored)
        debtors.push(use.debtor)
        await transaction
          .insertInto('retailer_debt_uses')
          .values({
            retailer_id: retailerId,
            debt_id: use.debt_id,
            use_id: `${use.use_id}-restored`,
            kind: 'restored',
            reward_id: netted.rewardId,
            micros: restored,
            seq,
            attempt,
            at: new Date(at),
          })
          .execute()
        await transaction
          .updateTable('retailer_debts')
          .set((eb) => ({
            remaining_micros: eb('remaining_micros', '+', restored),
          }))
          .where('retailer_id', '=', retailerId)
          .where('debt_id', '=', use.debt_id)
          .execute()
      }
      return debtors
    },
  }
}

/** A stored reward as the rules see it. */
export function rewardRow(row: Selectable<RetailerTables['retailer_rewards']>): RewardRow {
  return {
    rewardId: row.reward_id,
    orderId: row.order_id,
    programId: row.program_id,
    recommenderId: row.recommender_id,
    payee: row.payee as Address,
    code: row.code,
    tag: row.tag as Hex,
    policyHash: row.policy_hash as Hex,
    targetMicros: micros(row.target_micros),
    standingMicros: micros(row.standing_micros),
    waitingMicros: micros(row.waiting_micros),
    waitingSince: row.waiting_since?.getTime() ?? null,
    vetoed: row.vetoed,
    trace: row.trace,
    traceHash: row.trace_hash as Hex,
  }
}
