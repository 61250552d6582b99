// Pools and their fundings, in PostgreSQL.

import { micros } from '#domain/money.ts'

import type { PoolRow, PoolRows } from '#ports/pool-rows.ts'
import { sql, type Selectable } from 'kysely'
import type { Address } from 'viem'

import type { RetailerTables } from '../tables/retailer.ts'
import type { RetailerScope } from './scope.ts'

/** Rows of the retailer's pools. */
export function poolRows({ transaction, retailerId }: RetailerScope): PoolRows {
  const pools = () =>
    transaction.selectFrom('retailer_pools').selectAll().where('retailer_id', '=', retailerId)

  return {
    async insert(row) {
      const result = await transaction
        .insertInto('retailer_pools')
        .values({
          retailer_id: retailerId,
          program_id: row.programId,
          owner_address: row.ownerAddress,
          owner_key_sealed: row.ownerKeySealed,
          order_address: row.orderAddress,
          order_key_sealed: row.orderKeySealed,
          min_hold_seconds: row.terms.minHoldSeconds,
          reward_cap_micros: row.terms.rewardCapMicros,
          rate_capacity_micros: row.terms.rateCapacityMicros,
          rate_micros_per_day: row.terms.rateMicrosPerDay,
          asked_owner: row.askedOwner ?? null,
          pool: null,
          next_seq: 1,
          created_at: new Date(row.createdAt),
        })
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirst()
      return result.numInsertedOrUpdatedRows === 1n ? 'inserted' : 'exists'
    },

    async find(programId) {
      const row = await pools().where('program_id', '=', programId).executeTakeFirst()
      return row && poolRow(row)
    },

    async findByNumber(pool) {
      const row = await pools().where('pool', '=', pool).executeTakeFirst()
      return row && poolRow(row)
    },

    async open() {
      const rows = await pools().where('pool', 'is not', null).orderBy('pool').execute()
      return rows.map(poolRow).filter((row): row is PoolRow & { pool: number } => row.pool !== undefined)
    },

    async setNumber(programId, pool) {
      await transaction
        .updateTable('retailer_pools')
        .set({ pool })
        .where('retailer_id', '=', retailerId)
        .where('program_id', '=', programId)
        .execute()
    },

    async setOwner(programId, owner) {
      await transaction
        .updateTable('retailer_pools')
        .set({ handed_over_to: owner, offered_to: null })
        .where('retailer_id', '=', retailerId)
        .where('program_id', '=', programId)
        .execute()
    },

    async setOrderSigner(programId, orderSigner) {
      await transaction
        .updateTable('retailer_pools')
        .set({ order_address: orderSigner, order_key_sealed: null })
        .where('retailer_id', '=', retailerId)
        .where('program_id', '=', programId)
        .where(sql`lower(order_address)`, '<>', orderSigner.toLowerCase())
        .execute()
    },

    async setOfferedTo(programId, offeredTo) {
      await transaction
        .updateTable('retailer_pools')
        .set({ offered_to: offeredTo ?? null })
        .where('retailer_id', '=', retailerId)
        .where('program_id', '=', programId)
        .execute()
    },

    async setNextSeq(programId, nextSeq) {
      await transaction
        .updateTable('retailer_pools')
        .set({ next_seq: nextSeq })
        .where('retailer_id', '=', retailerId)
        .where('program_id', '=', programId)
        .execute()
    },

    async lock(programId) {
      await transaction
        .selectFrom('retailer_programs')
        .select('program_id')
        .where('retailer_id', '=', retailerId)
        .where('program_id', '=', programId)
        .forUpdate()
        .execute()
    },

    async insertFunding(row) {
      const result = await transaction
        .insertInto('retailer_fundings')
        .values({
          retailer_id: retailerId,
          funding_id: row.fundingId,
          program_id: row.programId,
          micros: row.micros,
          state: 'sent',
          created_at: new Date(row.createdAt),
        })
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirst()
      return result.numInsertedOrUpdatedRows === 1n ? 'inserted' : 'exists'
    },
  }
}

function poolRow(row: Selectable<RetailerTables['retailer_pools']>): PoolRow {
  return {
    programId: row.program_id,
    ownerAddress: row.owner_address as Address,
    ownerKeySealed: row.owner_key_sealed,
    orderAddress: row.order_address as Address,
    orderKeySealed: row.order_key_sealed,
    terms: {
      minHoldSeconds: row.min_hold_seconds,
      rewardCapMicros: micros(row.reward_cap_micros),
      rateCapacityMicros: micros(row.rate_capacity_micros),
      rateMicrosPerDay: micros(row.rate_micros_per_day),
    },
    pool: row.pool ?? undefined,
    nextSeq: row.next_seq,
    owner: (row.handed_over_to ?? row.owner_address) as Address,
    askedOwner: (row.asked_owner ?? undefined) as Address | undefined,
    offeredTo: (row.offered_to ?? undefined) as Address | undefined,
  }
}
