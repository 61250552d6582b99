// Reductions on their way and the amendments that carry them, in PostgreSQL.

import { micros } from '#domain/money.ts'

import type { AmendmentRow, BatchRows, ReductionRow } from '#ports/batch-rows.ts'
import type { Selectable } from 'kysely'
import type { Address, Hex } from 'viem'

import type { RetailerTables } from '../tables/retailer.ts'
import type { RetailerScope } from './scope.ts'

type AmendmentMethods =
  | 'insertReduction'
  | 'pendingReductions'
  | 'reductionsOf'
  | 'setReductions'
  | 'unreduce'
  | 'insertAmendment'
  | 'amendments'
  | 'updateAmendment'

/** Rows of reductions and amendments. */
export function amendmentRows(scope: RetailerScope): Pick<BatchRows, AmendmentMethods> {
  return { ...reductionRows(scope), ...signedAmendmentRows(scope) }
}

function reductionRows({
  transaction,
  retailerId,
}: RetailerScope): Pick<
  BatchRows,
  'insertReduction' | 'pendingReductions' | 'reductionsOf' | 'setReductions' | 'unreduce'
> {
  const reductions = (key: { programId: string; seq: number; attempt: number }) =>
    transaction
      .selectFrom('retailer_reductions')
      .selectAll()
      .where('retailer_id', '=', retailerId)
      .where('program_id', '=', key.programId)
      .where('seq', '=', key.seq)
      .where('attempt', '=', key.attempt)

  return {
    async insertReduction(row) {
      await transaction
        .insertInto('retailer_reductions')
        .values({
          retailer_id: retailerId,
          program_id: row.programId,
          seq: row.seq,
          attempt: row.attempt,
          reduction_id: row.reductionId,
          payee: row.payee,
          tag: row.tag,
          reward_id: row.rewardId,
          micros: row.micros,
          amendment_no: null,
          state: 'pending',
          created_at: new Date(row.now),
        })
        .execute()
      await transaction
        .updateTable('retailer_records')
        .set((eb) => ({
          reduced_micros: eb('reduced_micros', '+', row.micros),
        }))
        .where('retailer_id', '=', retailerId)
        .where('program_id', '=', row.programId)
        .where('seq', '=', row.seq)
        .where('attempt', '=', row.attempt)
        .where('payee', '=', row.payee)
        .where('tag', '=', row.tag)
        .execute()
    },

    async pendingReductions(key) {
      const rows = await reductions(key).where('state', '=', 'pending').orderBy('reduction_id').execute()
      return rows.map(reductionRow)
    },

    async reductionsOf(key, amendmentNo) {
      const rows = await reductions(key)
        .where('amendment_no', '=', amendmentNo)
        .orderBy('reduction_id')
        .execute()
      return rows.map(reductionRow)
    },

    async setReductions(key, reductionIds, { state, amendmentNo }) {
      if (reductionIds.length === 0) return
      await transaction
        .updateTable('retailer_reductions')
        .set({ state, amendment_no: amendmentNo })
        .where('retailer_id', '=', retailerId)
        .where('program_id', '=', key.programId)
        .where('seq', '=', key.seq)
        .where('attempt', '=', key.attempt)
        .where('reduction_id', 'in', [...reductionIds])
        .execute()
    },

    async unreduce(row) {
      await transaction
        .updateTable('retailer_records')
        .set((eb) => ({
          reduced_micros: eb('reduced_micros', '-', row.micros),
        }))
        .where('retailer_id', '=', retailerId)
        .where('program_id', '=', row.programId)
        .where('seq', '=', row.seq)
        .where('attempt', '=', row.attempt)
        .where('payee', '=', row.payee)
        .where('tag', '=', row.tag)
        .execute()
    },
  }
}

function signedAmendmentRows({
  transaction,
  retailerId,
}: RetailerScope): Pick<BatchRows, 'insertAmendment' | 'amendments' | 'updateAmendment'> {
  return {
    async insertAmendment(row) {
      await transaction
        .insertInto('retailer_amendments')
        .values({
          retailer_id: retailerId,
          program_id: row.programId,
          seq: row.seq,
          attempt: row.attempt,
          amendment_no: row.amendmentNo,
          state: row.state,
          reductions: row.reductions,
          from_net_list: row.fromNetList,
          to_net_list: row.toNetList,
          deadline_seconds: BigInt(row.deadlineSeconds),
          signature: row.signature,
          send_attempt: row.sendAttempt,
          send_after: null,
          created_at: new Date(row.now),
        })
        .execute()
    },

    async amendments(key) {
      const rows = await transaction
        .selectFrom('retailer_amendments')
        .selectAll()
        .where('retailer_id', '=', retailerId)
        .where('program_id', '=', key.programId)
        .where('seq', '=', key.seq)
        .where('attempt', '=', key.attempt)
        .orderBy('amendment_no')
        .execute()
      return rows.map(amendmentRow)
    },

    async updateAmendment(key, amendmentNo, change) {
      await transaction
        .updateTable('retailer_amendments')
        .set({
          ...(change.state === undefined ? {} : { state: change.state }),
          ...(change.signature === undefined ? {} : { signature: change.signature }),
          ...(change.sendAttempt === undefined ? {} : { send_attempt: change.sendAttempt }),
          ...(change.sendAfter === undefined
            ? {}
            : {
                send_after: change.sendAfter === null ? null : new Date(change.sendAfter),
              }),
        })
        .where('retailer_id', '=', retailerId)
        .where('program_id', '=', key.programId)
        .where('seq', '=', key.seq)
        .where('attempt', '=', key.attempt)
        .where('amendment_no', '=', amendmentNo)
        .execute()
    },
  }
}

function reductionRow(row: Selectable<RetailerTables['retailer_reductions']>): ReductionRow {
  return {
    programId: row.program_id,
    seq: row.seq,
    attempt: row.attempt,
    reductionId: row.reduction_id,
    payee: row.payee as Address,
    tag: row.tag as Hex,
    rewardId: row.reward_id,
    micros: micros(row.micros),
  }
}

/** A stored amendment as the rules see it. */
export function amendmentRow(row: Selectable<RetailerTables['retailer_amendments']>): AmendmentRow {
  return {
    programId: row.program_id,
    seq: row.seq,
    attempt: row.attempt,
    amendmentNo: row.amendment_no,
    state: row.state,
    reductions: row.reductions as Hex,
    fromNetList: row.from_net_list as Hex,
    toNetList: row.to_net_list as Hex,
    deadlineSeconds: Number(row.deadline_seconds),
    signature: row.signature as Hex | null,
    sendAttempt: row.send_attempt,
    sendAfter: row.send_after?.getTime() ?? null,
  }
}
