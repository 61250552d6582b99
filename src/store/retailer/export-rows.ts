// Rows of a retailer by the page, in PostgreSQL: one statement for a page, whatever it holds.

import { micros, ZERO_MICROS, type Micros } from '#domain/money.ts'
import { sql } from 'kysely'

import { factsOfOrders } from './facts-of-orders.ts'

import type { ExportRows } from '#ports/export-rows.ts'
import type { RetailerEntry } from '#ports/journal-rows.ts'

import type { RetailerScope } from './scope.ts'
import { settledRows } from './settled-rows.ts'

type OrderMethods = 'orders' | 'facts' | 'rewarded'
type RewardMethods = 'rewards' | 'records' | 'debts'

/** Rows of the retailer for export. */
export function exportRows(scope: RetailerScope): ExportRows {
  return { ...orderPages(scope), ...rewardPages(scope), ...settledRows(scope), months: () => months(scope) }
}

function orderPages({ transaction, retailerId }: RetailerScope): Pick<ExportRows, OrderMethods> {
  return {
    async orders({ after, before, limit }) {
      const rows = await transaction
        .selectFrom('retailer_orders')
        .select(['order_id', 'external_id', 'connection_id', 'program_id', 'outcome', 'reason', 'created_at'])
        .where('retailer_id', '=', retailerId)
        .where('order_id', '>', after)
        .where('order_id', '<', before)
        .orderBy('order_id')
        .limit(limit)
        .execute()
      return rows.map((row) => ({
        orderId: row.order_id,
        externalId: row.external_id,
        connectionId: row.connection_id,
        programId: row.program_id,
        outcome: row.outcome,
        reason: row.reason,
        createdAt: row.created_at.getTime(),
      }))
    },

    facts: (orderIds) => factsOfOrders({ transaction, retailerId }, orderIds),

    async rewarded(orderIds) {
      if (orderIds.length === 0) return new Map()
      const rows = await transaction
        .selectFrom('retailer_rewards')
        .select(({ fn }) => [
          'order_id',
          fn.countAll<bigint>().as('rewards'),
          fn.sum<string>('target_micros').as('target'),
        ])
        .where('retailer_id', '=', retailerId)
        .where('order_id', 'in', [...orderIds])
        .groupBy('order_id')
        .execute()
      return new Map(
        rows.map((row) => [
          row.order_id,
          { rewards: Number(row.rewards), targetMicros: micros(BigInt(row.target)) },
        ]),
      )
    },
  }
}

function rewardPages({ transaction, retailerId }: RetailerScope): Pick<ExportRows, RewardMethods> {
  return {
    async rewards({ after, before, limit }) {
      const rows = await transaction
        .selectFrom('retailer_rewards as reward')
        .leftJoin('retailer_orders as sale', (join) =>
          join
            .onRef('sale.retailer_id', '=', 'reward.retailer_id')
            .onRef('sale.order_id', '=', 'reward.order_id'),
        )
        .leftJoin('retailer_enrollments as member', (join) =>
          join
            .onRef('member.retailer_id', '=', 'reward.retailer_id')
            .onRef('member.program_id', '=', 'reward.program_id')
            .onRef('member.recommender_id', '=', 'reward.recommender_id'),
        )
        .selectAll('reward')
        .select(['sale.external_id', 'member.handle'])
        .where('reward.retailer_id', '=', retailerId)
        .where('reward.reward_id', '>', after)
        .where('reward.reward_id', '<', before)
        .orderBy('reward.reward_id')
        .limit(limit)
        .execute()
      return rows.map((row) => ({
        rewardId: row.reward_id,
        orderId: row.order_id,
        externalId: row.external_id,
        programId: row.program_id,
        recommenderId: row.recommender_id,
        handle: row.handle ?? '',
        role: row.role,
        createdAt: row.created_at.getTime(),
        paidAt: row.paid_at?.getTime() ?? null,
        targetMicros: micros(row.target_micros),
        standingMicros: micros(row.standing_micros),
        waitingMicros: micros(row.waiting_micros),
      }))
    },

    async records(rewardIds) {
      if (rewardIds.length === 0) return []
      const rows = await transaction
        .selectFrom('retailer_records as record')
        .innerJoin('retailer_batches as batch', (join) =>
          join
            .onRef('batch.retailer_id', '=', 'record.retailer_id')
            .onRef('batch.program_id', '=', 'record.program_id')
            .onRef('batch.seq', '=', 'record.seq')
            .onRef('batch.attempt', '=', 'record.attempt'),
        )
        .select(['record.reward_id', 'record.seq', 'record.tag', 'record.micros', 'record.reduced_micros'])
        .select(['batch.pool', 'batch.state', 'batch.matures_at_seconds'])
        .where('record.retailer_id', '=', retailerId)
        .where('record.reward_id', 'in', [...rewardIds])
        .where('batch.state', '!=', 'dead')
        .orderBy('record.seq')
        .execute()
      return rows.map((row) => ({
        rewardId: row.reward_id,
        pool: row.pool,
        seq: row.seq,
        tag: row.tag as `0x${string}`,
        state: row.state,
        restMicros: micros(row.micros - row.reduced_micros),
        maturesAtSeconds: row.matures_at_seconds === null ? null : Number(row.matures_at_seconds),
      }))
    },

    async debts(rewardIds, now) {
      const debts = new Map<string, Micros>()
      if (rewardIds.length === 0) return debts
      const rows = await transaction
        .selectFrom('retailer_debts')
        .select(['reward_id', 'remaining_micros'])
        .where('retailer_id', '=', retailerId)
        .where('reward_id', 'in', [...rewardIds])
        .where('lapses_at', '>', new Date(now))
        .execute()
      for (const row of rows)
        debts.set(row.reward_id, micros((debts.get(row.reward_id) ?? ZERO_MICROS) + row.remaining_micros))
      return debts
    },
  }
}

async function months({
  transaction,
  retailerId,
}: RetailerScope): Promise<Awaited<ReturnType<ExportRows['months']>>> {
  const month = sql<Date>`date_trunc('month', at, 'UTC')`
  const rows = await transaction
    .selectFrom('retailer_journal')
    .select(({ fn }) => ['program_id', month.as('month'), 'kind', fn.sum<string>('micros').as('sum')])
    .where('retailer_id', '=', retailerId)
    .groupBy(['program_id', month, 'kind'])
    .orderBy('program_id')
    .orderBy(month)
    .execute()
  return rows.map((row) => ({
    programId: row.program_id,
    month: row.month.getTime(),
    kind: row.kind as RetailerEntry['kind'],
    micros: micros(BigInt(row.sum)),
  }))
}
