// Batches as a list, with what their records add up to, in PostgreSQL.

import { micros } from '#domain/money.ts'
import type { BatchListRows, ListedBatch } from '#ports/batch-list-rows.ts'
import type { Selectable } from 'kysely'
import type { Hex } from 'viem'

import type { RetailerTables } from '../tables/retailer.ts'
import { batchRow } from './batch-rows.ts'
import type { RetailerScope } from './scope.ts'

type Sums = {
  readonly rewards: string | null
  readonly people: string | null
  readonly micros: string | null
  readonly reduced: string | null
}

/** Rows of the list of batches. */
export function batchListRows({ transaction, retailerId }: RetailerScope): BatchListRows {
  const batches = () =>
    transaction
      .selectFrom('retailer_batches as batch')
      .leftJoinLateral(
        (query) =>
          query
            .selectFrom('retailer_records as record')
            .select(({ fn }) => [
              fn.countAll<string>().as('rewards'),
              fn.count<string>('record.payee').distinct().as('people'),
              fn.sum<string>('record.micros').as('micros'),
              fn.sum<string>('record.reduced_micros').as('reduced'),
            ])
            .where('record.retailer_id', '=', retailerId)
            .whereRef('record.program_id', '=', 'batch.program_id')
            .whereRef('record.seq', '=', 'batch.seq')
            .whereRef('record.attempt', '=', 'batch.attempt')
            .as('sums'),
        (join) => join.onTrue(),
      )
      .selectAll('batch')
      .select(['sums.rewards', 'sums.people', 'sums.micros', 'sums.reduced'])
      .where('batch.retailer_id', '=', retailerId)
      .where('batch.state', '!=', 'dead')

  return {
    async page({ limit, after, programId, state }) {
      let query = batches()
      if (programId !== undefined) query = query.where('batch.program_id', '=', programId)
      if (state !== undefined) query = query.where('batch.state', '=', state)
      if (after !== undefined) {
        query = query.where(({ eb, or, and }) =>
          or([
            eb('batch.pool', '<', after.pool),
            and([eb('batch.pool', '=', after.pool), eb('batch.seq', '<', after.seq)]),
          ]),
        )
      }
      const rows = await query
        .orderBy('batch.pool', 'desc')
        .orderBy('batch.seq', 'desc')
        .limit(limit)
        .execute()
      return rows.map(listedBatch)
    },

    async find({ pool, seq }) {
      const row = await batches()
        .where('batch.pool', '=', pool)
        .where('batch.seq', '=', seq)
        .executeTakeFirst()
      return row && listedBatch(row)
    },
  }
}

function listedBatch(row: Selectable<RetailerTables['retailer_batches']> & Sums): ListedBatch {
  const {
    records: _records,
    netList: _netList,
    classes: _classes,
    signature: _signature,
    ...batch
  } = batchRow(row)
  return {
    ...batch,
    chainTransaction: row.chain_transaction as Hex | null,
    createdAt: row.created_at.getTime(),
    rewards: Number(row.rewards ?? 0),
    people: Number(row.people ?? 0),
    micros: micros(BigInt(row.micros ?? 0)),
    reducedMicros: micros(BigInt(row.reduced ?? 0)),
  }
}
