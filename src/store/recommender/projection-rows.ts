// What the shops promised a person, as the outbox last told, in PostgreSQL.

import { invariant } from '#domain/invariant.ts'
import { micros } from '#domain/money.ts'
import { sql } from 'kysely'

import type { PersonRewardRow, RecommenderUnit } from '#ports/recommender-store.ts'
import type { TraceStep } from '#domain/trace.ts'
import type { Hex } from 'viem'

import type { ProjectedReward } from '../tables/recommender.ts'
import type { RecommenderScope } from './scope.ts'

/** Rows of the projection of rewards. */
export function projectionRows({
  transaction,
  recommenderId,
}: RecommenderScope): Pick<RecommenderUnit, 'projectReward' | 'rewards' | 'rewardTotals'> {
  return {
    async projectReward(row, now) {
      const body = JSON.stringify(projectedReward(row))
      await transaction
        .insertInto('recommender_rewards')
        .values({
          recommender_id: recommenderId,
          reward_id: row.rewardId,
          retailer_id: row.retailerId,
          program_id: row.programId,
          shop_name: row.shopName,
          code: row.code,
          body,
          ordered_at: new Date(row.orderedAt),
          updated_at: new Date(now),
        })
        .onConflict((conflict) =>
          conflict.columns(['recommender_id', 'reward_id']).doUpdateSet({ body, updated_at: new Date(now) }),
        )
        .execute()
    },

    async rewards(limit) {
      const rows = await transaction
        .selectFrom('recommender_rewards')
        .selectAll()
        .where('recommender_id', '=', recommenderId)
        .orderBy('ordered_at', 'desc')
        .orderBy('reward_id', 'desc')
        .limit(limit)
        .execute()
      return rows.map((row) => ({
        rewardId: row.reward_id,
        retailerId: row.retailer_id,
        programId: row.program_id,
        shopName: row.shop_name,
        code: row.code,
        orderedAt: row.ordered_at.getTime(),
        ...rewardFromProjection(row.body),
      }))
    },

    async rewardTotals(now) {
      const { rows } = await sql<{ reserved: string; debt: string }>`
        select
          coalesce(sum((
            select sum((record->>'micros')::numeric - (record->>'reducedMicros')::numeric)
            from jsonb_array_elements(body->'records') record
            where record->>'state' = 'open'
          )), 0)::text as reserved,
          coalesce(sum((
            select sum((debt->>'remainingMicros')::numeric)
            from jsonb_array_elements(coalesce(body->'debts', '[]')) debt
            where (debt->>'lapsesAt')::numeric > ${now}
          )), 0)::text as debt
        from recommender_rewards
        where recommender_id = ${recommenderId}`.execute(transaction)
      const [totals] = rows
      invariant(totals, 'a sum is one row')
      return { reservedMicros: micros(BigInt(totals.reserved)), debtMicros: micros(BigInt(totals.debt)) }
    },
  }
}

type Projection = Pick<
  PersonRewardRow,
  | 'targetMicros'
  | 'standingMicros'
  | 'waitingMicros'
  | 'debts'
  | 'vetoed'
  | 'records'
  | 'trace'
  | 'isDeal'
  | 'setAside'
>

function projectedReward(row: PersonRewardRow): ProjectedReward {
  return {
    targetMicros: row.targetMicros.toString(),
    standingMicros: row.standingMicros.toString(),
    waitingMicros: row.waitingMicros.toString(),
    debts: row.debts.map(({ remainingMicros, lapsesAt }) => ({
      remainingMicros: remainingMicros.toString(),
      lapsesAt,
    })),
    vetoed: row.vetoed,
    records: row.records.map((record) => ({
      ...record,
      micros: record.micros.toString(),
      reducedMicros: record.reducedMicros.toString(),
    })),
    trace: row.trace,
    isDeal: row.isDeal ?? false,
    ...(row.setAside ? { setAside: row.setAside } : {}),
  }
}

function rewardFromProjection(body: ProjectedReward): Projection {
  return {
    targetMicros: micros(BigInt(body.targetMicros)),
    standingMicros: micros(BigInt(body.standingMicros)),
    waitingMicros: micros(BigInt(body.waitingMicros)),
    debts: (body.debts ?? []).map(({ remainingMicros, lapsesAt }) => ({
      remainingMicros: micros(BigInt(remainingMicros)),
      lapsesAt,
    })),
    vetoed: body.vetoed,
    records: body.records.map((record) => ({
      ...record,
      tag: record.tag as Hex,
      micros: micros(BigInt(record.micros)),
      reducedMicros: micros(BigInt(record.reducedMicros)),
    })),
    trace: body.trace as readonly TraceStep[],
    isDeal: body.isDeal ?? false,
    ...(body.setAside ? { setAside: body.setAside } : {}),
  }
}
