// What figures are worked out from: changed orders with their facts and rewards, people, and what carried rewards.

import { micros } from '#domain/money.ts'
import { HOUR_MS } from '#domain/time.ts'
import { sql } from 'kysely'

import { floorTo } from './floor-to.ts'
import { orderRow } from './order-rows.ts'
import { rewardRow } from './reward-rows.ts'
import { factFromStored } from './stored-fact.ts'

import type { CarriedRow, MetricRows, PaidOrder } from '#ports/metric-rows.ts'
import type { Hex } from 'viem'

import type { RetailerScope } from './scope.ts'

/** Links of one program that are told apart; the figures of further ones stay in the totals. */
const LINKS_MAX = 200_000

type Sources = Pick<
  MetricRows,
  'changedHours' | 'paidOrders' | 'owners' | 'members' | 'below' | 'declared' | 'settledRecords' | 'carriedBy'
>

/** Rows that figures are worked out from. */
export function metricSources(scope: RetailerScope): Sources {
  return { ...orderSources(scope), ...peopleSources(scope), ...ledgerSources(scope) }
}

function orderSources({
  transaction,
  retailerId,
}: RetailerScope): Pick<Sources, 'changedHours' | 'paidOrders'> {
  return {
    async changedHours(since) {
      const hour = floorTo(sql`paid_at`, HOUR_MS)
      const rows = await transaction
        .selectFrom('retailer_orders')
        .select(hour.as('hour'))
        .distinct()
        .where('retailer_id', '=', retailerId)
        .where('updated_at', '>=', new Date(since))
        .where('paid_at', 'is not', null)
        .execute()
      return rows.map((row) => row.hour.getTime())
    },

    async paidOrders(hour, { limit, after }) {
      let query = transaction
        .selectFrom('retailer_orders')
        .selectAll()
        .where('retailer_id', '=', retailerId)
        .where('paid_at', '>=', new Date(hour))
        .where('paid_at', '<', new Date(hour + HOUR_MS))
        .where('program_id', 'is not', null)
      if (after !== undefined) query = query.where('order_id', '>', after)
      const orders = await query.orderBy('order_id').limit(limit).execute()
      if (orders.length === 0) return []
      const ids = orders.map((order) => order.order_id)
      const facts = await transaction
        .selectFrom('retailer_order_facts')
        .select(['order_id', 'fact_key', 'body'])
        .where('retailer_id', '=', retailerId)
        .where('order_id', 'in', ids)
        .execute()
      const rewards = await transaction
        .selectFrom('retailer_rewards')
        .selectAll()
        .where('retailer_id', '=', retailerId)
        .where('order_id', 'in', ids)
        .orderBy('reward_id')
        .execute()
      const factsOf = Map.groupBy(facts, (row) => row.order_id)
      const rewardsOf = Map.groupBy(rewards, (row) => row.order_id)
      return orders.map((order): PaidOrder => ({
        orderId: order.order_id,
        programId: order.program_id ?? '',
        attribution: orderRow(order).attribution,
        facts: (factsOf.get(order.order_id) ?? []).map((row) => factFromStored(row.fact_key, row.body)),
        rewards: (rewardsOf.get(order.order_id) ?? []).map(rewardRow),
      }))
    },
  }
}

function peopleSources({
  transaction,
  retailerId,
}: RetailerScope): Pick<Sources, 'owners' | 'members' | 'below' | 'declared'> {
  return {
    async owners(programId) {
      const rows = await transaction
        .selectFrom('retailer_links')
        .select(['code', 'recommender_id'])
        .where('retailer_id', '=', retailerId)
        .where('program_id', '=', programId)
        .limit(LINKS_MAX)
        .execute()
      return new Map(rows.map((row) => [row.code, row.recommender_id]))
    },

    async members(programId, limit) {
      const rows = await transaction
        .selectFrom('retailer_enrollments')
        .selectAll()
        .where('retailer_id', '=', retailerId)
        .where('program_id', '=', programId)
        .orderBy('created_at')
        .orderBy('recommender_id')
        .limit(limit)
        .execute()
      return rows.map((row) => ({
        recommenderId: row.recommender_id,
        parentId: row.parent_recommender_id,
        joinedAt: row.created_at.getTime(),
        handle: row.handle,
        isCompared: !row.without_profile && row.status !== 'left',
        followers: Number(row.followers),
        followerEvidence: row.follower_evidence,
      }))
    },

    async declared(programId, { from, to }) {
      const row = await transaction
        .selectFrom('retailer_mentions')
        .select(({ fn }) => [
          fn.countAll<bigint>().as('shares'),
          fn.sum<string | null>('declared_reach').as('reach'),
        ])
        .where('retailer_id', '=', retailerId)
        .where('program_id', '=', programId)
        .where('declared_at', '>=', new Date(from))
        .where('declared_at', '<', new Date(to))
        .executeTakeFirstOrThrow()
      return { shares: Number(row.shares), reach: Number(row.reach ?? '0') }
    },

    async below(programId, recommenderId, limit) {
      const { rows } = await sql<{ children: bigint; people: bigint; micros: string | null }>`
        with recursive brought as (
          select recommender_id, 1 as step from retailer_enrollments
          where retailer_id = ${retailerId} and program_id = ${programId}
            and parent_recommender_id = ${recommenderId}
          union all
          select child.recommender_id, brought.step + 1
          from brought
          join retailer_enrollments child on child.retailer_id = ${retailerId}
            and child.program_id = ${programId} and child.parent_recommender_id = brought.recommender_id
        ), people as (select * from brought limit ${limit})
        select
          (select count(*) from people where step = 1) as children,
          (select count(*) from people) as people,
          (select sum(hour.sales_micros) from people
            join retailer_links link on link.retailer_id = ${retailerId}
              and link.recommender_id = people.recommender_id and link.program_id = ${programId}
            join retailer_sale_hours hour on hour.retailer_id = ${retailerId}
              and hour.program_id = ${programId} and hour.code = link.code) as micros`.execute(transaction)
      const [row] = rows
      return {
        children: Number(row?.children ?? 0n),
        people: Number(row?.people ?? 0n),
        salesMicros: micros(BigInt(row?.micros ?? '0')),
      }
    },
  }
}

function ledgerSources({
  transaction,
  retailerId,
}: RetailerScope): Pick<Sources, 'settledRecords' | 'carriedBy'> {
  return {
    async settledRecords(programId, { from, to }, limit) {
      const rows = await transaction
        .selectFrom('retailer_rewards as reward')
        .innerJoin('retailer_records as record', (join) =>
          join
            .onRef('record.retailer_id', '=', 'reward.retailer_id')
            .onRef('record.reward_id', '=', 'reward.reward_id'),
        )
        .innerJoin('retailer_batches as batch', (join) =>
          join
            .onRef('batch.retailer_id', '=', 'record.retailer_id')
            .onRef('batch.program_id', '=', 'record.program_id')
            .onRef('batch.seq', '=', 'record.seq')
            .onRef('batch.attempt', '=', 'record.attempt'),
        )
        .select([
          'reward.reward_id',
          'reward.recommender_id',
          'reward.paid_at',
          'batch.pool',
          'batch.seq',
          'record.tag',
        ])
        .where('reward.retailer_id', '=', retailerId)
        .where('reward.program_id', '=', programId)
        .where('reward.paid_at', '>=', new Date(from))
        .where('reward.paid_at', '<', new Date(to))
        .where('batch.state', '=', 'settled')
        .whereRef('record.reduced_micros', '<', 'record.micros')
        .orderBy('reward.paid_at', 'desc')
        .orderBy('reward.reward_id', 'desc')
        .limit(limit)
        .execute()
      return rows.map((row) => ({
        rewardId: row.reward_id,
        recommenderId: row.recommender_id,
        pool: row.pool,
        seq: row.seq,
        tag: row.tag as Hex,
        paidAt: (row.paid_at ?? new Date(0)).getTime(),
      }))
    },

    async carriedBy(programId, { from, to }, limit) {
      const rows = await transaction
        .selectFrom('retailer_journal')
        .select(({ fn }) => [
          'kind',
          'chain_transaction',
          fn.countAll<bigint>().as('batches'),
          fn.sum<string>('micros').as('micros'),
        ])
        .where('retailer_id', '=', retailerId)
        .where('program_id', '=', programId)
        .where('kind', 'in', ['committed', 'amended', 'settled'])
        .where('at', '>=', new Date(from))
        .where('at', '<', new Date(to))
        .groupBy(['kind', 'chain_transaction'])
        .orderBy('chain_transaction')
        .orderBy('kind')
        .limit(limit)
        .execute()
      return rows.map((row) => ({
        kind: row.kind as CarriedRow['kind'],
        hash: row.chain_transaction as Hex,
        batches: Number(row.batches),
        micros: micros(BigInt(row.micros)),
      }))
    },
  }
}
