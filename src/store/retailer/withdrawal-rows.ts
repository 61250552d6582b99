// Withdrawals from pools, and closings of programs, in PostgreSQL.

import { micros } from '#domain/money.ts'
import type {
  ClosingRow,
  ClosingRows,
  WithdrawalRow,
  WithdrawalRows,
  WithdrawalState,
} from '#ports/withdrawal-rows.ts'
import type { Selectable } from 'kysely'
import type { Address } from 'viem'

import type { RetailerTables } from '../tables/retailer.ts'
import type { RetailerScope } from './scope.ts'

/** As the index of the table has them. */
const LIVE: readonly WithdrawalState[] = ['asked', 'announced', 'cancelling', 'paid']

/** Rows that are under way at most: one for each pool, and a shop has a handful. */
const LIVE_READ_MAX = 1000

/** Rows of withdrawals. */
export function withdrawalRows({ transaction, retailerId }: RetailerScope): WithdrawalRows {
  const rows = () =>
    transaction.selectFrom('retailer_withdrawals').selectAll().where('retailer_id', '=', retailerId)

  return {
    async insert(row) {
      // Asked first: an error inside a database transaction would end all of it.
      if ((await rows().where('withdrawal_id', '=', row.withdrawalId).execute()).length > 0) return 'exists'
      const live = rows().where('program_id', '=', row.programId).where('state', 'in', LIVE)
      if ((await live.execute()).length > 0) return 'under-way'
      await transaction
        .insertInto('retailer_withdrawals')
        .values({
          retailer_id: retailerId,
          withdrawal_id: row.withdrawalId,
          program_id: row.programId,
          micros: row.micros,
          pays_to: row.to,
          state: 'asked',
          asked_at: new Date(row.askedAt),
          ready_at_seconds: null,
          paid_micros: null,
          try_after: null,
        })
        .execute()
      return 'inserted'
    },

    async find(withdrawalId) {
      const row = await rows().where('withdrawal_id', '=', withdrawalId).executeTakeFirst()
      return row && withdrawalRow(row)
    },

    async live(programId) {
      let query = rows().where('state', 'in', LIVE)
      if (programId !== undefined) query = query.where('program_id', '=', programId)
      return (await query.orderBy('withdrawal_id').limit(LIVE_READ_MAX).execute()).map(withdrawalRow)
    },

    async list(programId, { limit, after }) {
      let query = rows().where('program_id', '=', programId)
      if (after !== undefined) query = query.where('withdrawal_id', '<', after)
      return (await query.orderBy('withdrawal_id', 'desc').limit(limit).execute()).map(withdrawalRow)
    },

    async update(withdrawalId, { state, readyAtSeconds, paidMicros, attempt, tryAfter }) {
      await transaction
        .updateTable('retailer_withdrawals')
        .set({
          ...(state !== undefined && { state }),
          ...(readyAtSeconds !== undefined && {
            ready_at_seconds: readyAtSeconds === null ? null : BigInt(readyAtSeconds),
          }),
          ...(paidMicros !== undefined && { paid_micros: paidMicros }),
          ...(attempt !== undefined && { attempt }),
          ...(tryAfter !== undefined && { try_after: tryAfter === null ? null : new Date(tryAfter) }),
        })
        .where('retailer_id', '=', retailerId)
        .where('withdrawal_id', '=', withdrawalId)
        .execute()
    },
  }
}

function withdrawalRow(row: Selectable<RetailerTables['retailer_withdrawals']>): WithdrawalRow {
  return {
    withdrawalId: row.withdrawal_id,
    programId: row.program_id,
    micros: micros(row.micros),
    to: row.pays_to as Address,
    state: row.state,
    askedAt: row.asked_at.getTime(),
    readyAtSeconds: row.ready_at_seconds === null ? null : Number(row.ready_at_seconds),
    paidMicros: row.paid_micros === null ? null : micros(row.paid_micros),
    attempt: row.attempt,
    tryAfter: row.try_after?.getTime() ?? null,
  }
}

/** Rows of closings. */
export function closingRows({ transaction, retailerId }: RetailerScope): ClosingRows {
  const rows = () =>
    transaction.selectFrom('retailer_closings').selectAll().where('retailer_id', '=', retailerId)

  return {
    async insert(row) {
      const result = await transaction
        .insertInto('retailer_closings')
        .values({
          retailer_id: retailerId,
          program_id: row.programId,
          last_order_at: new Date(row.lastOrderAt),
          pays_to: row.to,
          asked_at: new Date(row.askedAt),
          done_at: null,
        })
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirst()
      return result.numInsertedOrUpdatedRows === 1n ? 'inserted' : 'exists'
    },

    async find(programId) {
      const row = await rows().where('program_id', '=', programId).executeTakeFirst()
      return row && closingRow(row)
    },

    async open() {
      return (await rows().where('done_at', 'is', null).limit(LIVE_READ_MAX).execute()).map(closingRow)
    },

    async setDone(programId, doneAt) {
      await transaction
        .updateTable('retailer_closings')
        .set({ done_at: new Date(doneAt) })
        .where('retailer_id', '=', retailerId)
        .where('program_id', '=', programId)
        .execute()
    },
  }
}

function closingRow(row: Selectable<RetailerTables['retailer_closings']>): ClosingRow {
  return {
    programId: row.program_id,
    lastOrderAt: row.last_order_at.getTime(),
    to: row.pays_to as Address,
    askedAt: row.asked_at.getTime(),
    doneAt: row.done_at?.getTime() ?? null,
  }
}
