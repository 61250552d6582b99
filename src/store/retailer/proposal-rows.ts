// Proposals and rewards set aside, in PostgreSQL.

import { micros } from '#domain/money.ts'

import { amendmentRow } from './amendment-rows.ts'
import { batchRow } from './batch-rows.ts'

import type { ProposalRows, SetAside } from '#ports/proposal-rows.ts'
import type { Selectable } from 'kysely'

import type { RetailerTables } from '../tables/retailer.ts'
import type { RetailerScope } from './scope.ts'

/** Rows of what waits for the retailer's own order key. */
export function proposalRows(scope: RetailerScope): ProposalRows {
  return { ...waitingRows(scope), ...setAsideRows(scope), ...refusalRows(scope) }
}

function waitingRows({
  transaction,
  retailerId,
}: RetailerScope): Pick<ProposalRows, 'batches' | 'amendments' | 'count'> {
  const batches = () =>
    transaction
      .selectFrom('retailer_batches')
      .where('retailer_id', '=', retailerId)
      .where('state', '=', 'signed')
      .where('signature', 'is', null)
  const amendments = () =>
    transaction
      .selectFrom('retailer_amendments')
      .where('retailer_id', '=', retailerId)
      .where('state', '=', 'signed')
      .where('signature', 'is', null)

  return {
    async batches(limit) {
      const rows = await batches()
        .selectAll()
        .orderBy('created_at')
        .orderBy('program_id')
        .limit(limit)
        .execute()
      return rows.map(batchRow)
    },

    async amendments(limit) {
      const rows = await amendments()
        .selectAll()
        .orderBy('created_at')
        .orderBy('program_id')
        .orderBy('seq')
        .limit(limit)
        .execute()
      return rows.map(amendmentRow)
    },

    async count() {
      const inBatches = await batches()
        .select(({ fn }) => fn.countAll<bigint>().as('count'))
        .executeTakeFirstOrThrow()
      const inAmendments = await amendments()
        .select(({ fn }) => fn.countAll<bigint>().as('count'))
        .executeTakeFirstOrThrow()
      return Number(inBatches.count) + Number(inAmendments.count)
    },
  }
}

function setAsideRows({
  transaction,
  retailerId,
}: RetailerScope): Pick<ProposalRows, 'setAside' | 'setAsides' | 'setAsideOf' | 'countSetAsides' | 'resume'> {
  const inForce = (now: number) =>
    transaction
      .selectFrom('retailer_set_asides as aside')
      .innerJoin('retailer_rewards as reward', (join) =>
        join
          .onRef('reward.retailer_id', '=', 'aside.retailer_id')
          .onRef('reward.reward_id', '=', 'aside.reward_id')
          .onRef('reward.target_micros', '=', 'aside.target_micros'),
      )
      .where('aside.retailer_id', '=', retailerId)
      .where('reward.waiting_micros', '>', 0n)
      .where((where) =>
        where.or([where('aside.until', 'is', null), where('aside.until', '>', new Date(now))]),
      )

  return {
    async setAside(row) {
      const change = {
        reason: row.reason,
        target_micros: row.targetMicros,
        at: new Date(row.at),
        until: row.until === null ? null : new Date(row.until),
      }
      await transaction
        .insertInto('retailer_set_asides')
        .values({ retailer_id: retailerId, reward_id: row.rewardId, ...change })
        .onConflict((conflict) => conflict.columns(['retailer_id', 'reward_id']).doUpdateSet(change))
        .execute()
    },

    async setAsides(now, limit) {
      const rows = await inForce(now)
        .selectAll('aside')
        .select('reward.program_id')
        .orderBy('aside.at', 'desc')
        .orderBy('aside.reward_id', 'desc')
        .limit(limit)
        .execute()
      return rows.map((row) => ({ ...setAside(row), programId: row.program_id }))
    },

    async setAsideOf(rewardId, now) {
      const row = await inForce(now)
        .selectAll('aside')
        .where('aside.reward_id', '=', rewardId)
        .executeTakeFirst()
      return row && setAside(row)
    },

    async countSetAsides(now) {
      const row = await inForce(now)
        .select(({ fn }) => fn.countAll<bigint>().as('count'))
        .executeTakeFirstOrThrow()
      return Number(row.count)
    },

    async resume(rewardId) {
      const result = await transaction
        .deleteFrom('retailer_set_asides')
        .where('retailer_id', '=', retailerId)
        .where('reward_id', '=', rewardId)
        .executeTakeFirst()
      return result.numDeletedRows === 1n
    },
  }
}

function refusalRows({ transaction, retailerId }: RetailerScope): Pick<ProposalRows, 'refuse' | 'refusals'> {
  return {
    async refuse({ rewardId, reason, keptMicros, at }) {
      await transaction
        .insertInto('retailer_reward_refusals')
        .values({
          retailer_id: retailerId,
          reward_id: rewardId,
          reason,
          kept_micros: keptMicros,
          at: new Date(at),
        })
        .onConflict((conflict) =>
          conflict.columns(['retailer_id', 'reward_id']).doUpdateSet({ kept_micros: keptMicros }),
        )
        .execute()
    },

    async refusals(orderId) {
      const rows = await transaction
        .selectFrom('retailer_reward_refusals as refusal')
        .innerJoin('retailer_rewards as reward', (join) =>
          join
            .onRef('reward.retailer_id', '=', 'refusal.retailer_id')
            .onRef('reward.reward_id', '=', 'refusal.reward_id'),
        )
        .selectAll('refusal')
        .select('reward.recommender_id')
        .where('refusal.retailer_id', '=', retailerId)
        .where('reward.order_id', '=', orderId)
        .execute()
      return new Map(
        rows.map((row) => [
          row.recommender_id,
          {
            rewardId: row.reward_id,
            reason: row.reason,
            keptMicros: micros(row.kept_micros),
            at: row.at.getTime(),
          },
        ]),
      )
    },
  }
}

function setAside(row: Selectable<RetailerTables['retailer_set_asides']>): SetAside {
  return {
    rewardId: row.reward_id,
    reason: row.reason,
    targetMicros: micros(row.target_micros),
    at: row.at.getTime(),
    until: row.until?.getTime() ?? null,
  }
}
