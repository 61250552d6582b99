// Rewards and their changes, in PostgreSQL.

import { micros } from '#domain/money.ts'

import type { RewardRow, RewardRows } from '#ports/reward-rows.ts'
import type { Selectable } from 'kysely'
import type { Address, Hex } from 'viem'

import { debtRows } from './debt-rows.ts'

import type { RetailerTables } from '../tables/retailer.ts'
import type { RetailerScope } from './scope.ts'

/** Rows of the retailer's rewards and debts. */
export function rewardRows(scope: RetailerScope): RewardRows {
  return { ...standingRows(scope), ...rewardLists(scope), ...rewardSums(scope), ...debtRows(scope) }
}

function standingRows({
  transaction,
  retailerId,
}: RetailerScope): Pick<
  RewardRows,
  'find' | 'get' | 'insert' | 'update' | 'addChange' | 'waiting' | 'isAnyWaiting'
> {
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
          role: row.role,
          granted_micros: row.grantedMicros,
          hold_seconds: row.holdSeconds,
          tier: row.tier,
          followers: BigInt(row.followers),
          follower_evidence: row.followerEvidence,
          paid_at: new Date(row.paidAt),
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

    async waiting(programId, now, limit) {
      const rows = await rewards()
        .where('program_id', '=', programId)
        .where('waiting_micros', '>', 0n)
        .where(({ not, exists, selectFrom }) =>
          not(
            exists(
              selectFrom('retailer_set_asides as aside')
                .select('aside.reward_id')
                .where('aside.retailer_id', '=', retailerId)
                .whereRef('aside.reward_id', '=', 'retailer_rewards.reward_id')
                .whereRef('aside.target_micros', '=', 'retailer_rewards.target_micros')
                .where((where) =>
                  where.or([where('aside.until', 'is', null), where('aside.until', '>', new Date(now))]),
                ),
            ),
          ),
        )
        .orderBy('waiting_since')
        .orderBy('reward_id')
        .limit(limit)
        .execute()
      return rows.map(rewardRow)
    },

    async isAnyWaiting(programId) {
      const row = await rewards()
        .where('program_id', '=', programId)
        .where('waiting_micros', '>', 0n)
        .limit(1)
        .executeTakeFirst()
      return row !== undefined
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
        .where('role', '=', 'direct')
        .where('target_micros', '>', 0n)
        .groupBy('code')
        .execute()
      return new Map(rows.map((row) => [row.code, Number(row.count)]))
    },
  }
}

function rewardSums({ transaction, retailerId }: RetailerScope): Pick<RewardRows, 'granted' | 'hasOwnSale'> {
  const paidIn = (
    programId: string,
    recommenderId: string,
    { from, to }: { readonly from: number; readonly to: number },
  ) =>
    transaction
      .selectFrom('retailer_rewards')
      .where('retailer_id', '=', retailerId)
      .where('program_id', '=', programId)
      .where('recommender_id', '=', recommenderId)
      .where('paid_at', '>=', new Date(from))
      .where('paid_at', '<', new Date(to))

  return {
    async granted(programId, recommenderId, period) {
      const row = await paidIn(programId, recommenderId, period)
        .select(({ fn }) => fn.sum<string | null>('granted_micros').as('granted'))
        .executeTakeFirstOrThrow()
      return micros(BigInt(row.granted ?? 0))
    },

    async hasOwnSale(programId, recommenderId, period) {
      const row = await paidIn(programId, recommenderId, period)
        .select('reward_id')
        .where('role', '=', 'direct')
        .where('granted_micros', '>', 0n)
        .limit(1)
        .executeTakeFirst()
      return row !== undefined
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
    role: row.role,
    grantedMicros: micros(row.granted_micros),
    holdSeconds: row.hold_seconds ?? 0,
    tier: row.tier,
    followers: Number(row.followers),
    followerEvidence: row.follower_evidence,
    paidAt: (row.paid_at ?? row.created_at).getTime(),
  }
}
