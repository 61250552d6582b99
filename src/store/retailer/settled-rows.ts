// Records of settled batches by the page, in PostgreSQL.

import { micros } from '#domain/money.ts'

import type { ExportRows } from '#ports/export-rows.ts'

import type { RetailerScope } from './scope.ts'

/** Settled records in the order of their key. */
export function settledRows({ transaction, retailerId }: RetailerScope): Pick<ExportRows, 'settled'> {
  return {
    async settled({ after, limit }) {
      let query = transaction
        .selectFrom('retailer_records as record')
        .innerJoin('retailer_batches as batch', (join) =>
          join
            .onRef('batch.retailer_id', '=', 'record.retailer_id')
            .onRef('batch.program_id', '=', 'record.program_id')
            .onRef('batch.seq', '=', 'record.seq')
            .onRef('batch.attempt', '=', 'record.attempt'),
        )
        .innerJoin('retailer_rewards as reward', (join) =>
          join
            .onRef('reward.retailer_id', '=', 'record.retailer_id')
            .onRef('reward.reward_id', '=', 'record.reward_id'),
        )
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
        .select(['record.program_id', 'record.seq', 'record.attempt', 'record.payee', 'record.tag'])
        .select(['record.micros', 'record.reduced_micros', 'record.reward_id', 'batch.pool'])
        .select(['reward.order_id', 'reward.recommender_id', 'sale.external_id', 'member.handle'])
        .where('record.retailer_id', '=', retailerId)
        .where('batch.state', '=', 'settled')
      if (after !== undefined) {
        const { programId, seq, attempt, payee, tag } = after
        query = query.where((eb) =>
          eb(
            eb.refTuple('record.program_id', 'record.seq', 'record.attempt', 'record.payee', 'record.tag'),
            '>',
            eb.tuple(programId, seq, attempt, payee, tag),
          ),
        )
      }
      const rows = await query
        .orderBy('record.program_id')
        .orderBy('record.seq')
        .orderBy('record.attempt')
        .orderBy('record.payee')
        .orderBy('record.tag')
        .limit(limit)
        .execute()
      return rows.map((row) => ({
        programId: row.program_id,
        seq: row.seq,
        attempt: row.attempt,
        payee: row.payee,
        tag: row.tag,
        pool: row.pool,
        rewardId: row.reward_id,
        orderId: row.order_id,
        externalId: row.external_id,
        recommenderId: row.recommender_id,
        handle: row.handle ?? '',
        restMicros: micros(row.micros - row.reduced_micros),
      }))
    },
  }
}
