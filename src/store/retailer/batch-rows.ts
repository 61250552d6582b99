// Batches and their records, in PostgreSQL.

import { micros } from '#domain/money.ts'
import { bytesToHex, hexToBytes } from 'viem/utils'

import { amendmentRows } from './amendment-rows.ts'
import { batchCounts } from './batch-counts.ts'

import type { BatchRow, BatchRows, RecordRow } from '#ports/batch-rows.ts'
import type { Selectable } from 'kysely'
import type { Address, Hex } from 'viem'

import type { RetailerTables } from '../tables/retailer.ts'
import type { RetailerScope } from './scope.ts'

/** Rows of the retailer's batches, records, reductions and amendments. */
export function batchRows(scope: RetailerScope): BatchRows {
  return {
    ...batchStateRows(scope),
    ...batchCounts(scope),
    ...recordRows(scope),
    ...amendmentRows(scope),
  }
}

function batchStateRows({
  transaction,
  retailerId,
}: RetailerScope): Pick<
  BatchRows,
  'insert' | 'inStates' | 'openWithReductions' | 'matured' | 'get' | 'attempts' | 'update'
> {
  const batches = () =>
    transaction.selectFrom('retailer_batches').selectAll().where('retailer_id', '=', retailerId)

  return {
    async insert(row, records) {
      await transaction
        .insertInto('retailer_batches')
        .values({
          retailer_id: retailerId,
          program_id: row.programId,
          seq: row.seq,
          attempt: row.attempt,
          pool: row.pool,
          state: row.state,
          policy_hash: row.policyHash,
          evidence_root: row.evidenceRoot,
          hold_seconds: row.holdSeconds,
          deadline_seconds: BigInt(row.deadlineSeconds),
          counts: row.counts.toString(),
          classes: row.classes === null ? null : JSON.stringify(row.classes.orders),
          classes_salt: row.classes === null ? null : hexToBytes(row.classes.salt),
          records: row.records,
          net_list: row.netList,
          signature: row.signature,
          send_attempt: row.sendAttempt,
          send_after: null,
          matures_at_seconds: null,
          settle_key: null,
          settle_attempt: row.settleAttempt,
          chain_transaction: null,
          created_at: new Date(row.now),
        })
        .execute()
      await transaction
        .insertInto('retailer_records')
        .values(
          records.map((record) => ({
            retailer_id: retailerId,
            program_id: record.programId,
            seq: record.seq,
            attempt: record.attempt,
            payee: record.payee,
            tag: record.tag,
            reward_id: record.rewardId,
            earned_micros: record.earnedMicros,
            netted_micros: record.nettedMicros,
            micros: record.micros,
            supplement: record.supplement,
            reduced_micros: record.reducedMicros,
            trace_hash: record.traceHash,
            trace: record.trace === null ? null : JSON.stringify(record.trace),
            salt: record.salt === null ? null : hexToBytes(record.salt),
            leaf_index: record.leafIndex,
            leaf_hash: record.leafHash === null ? null : hexToBytes(record.leafHash),
          })),
        )
        .execute()
    },

    async inStates(programId, states) {
      const rows = await batches()
        .where('program_id', '=', programId)
        .where('state', 'in', [...states])
        .orderBy('seq')
        .orderBy('attempt')
        .execute()
      return rows.map(batchRow)
    },

    async openWithReductions(programId, limit) {
      const rows = await batches()
        .where('program_id', '=', programId)
        .where('state', '=', 'open')
        .where(({ exists, selectFrom }) =>
          exists(
            selectFrom('retailer_reductions as reduction')
              .select('reduction.reduction_id')
              .where('reduction.retailer_id', '=', retailerId)
              .where('reduction.program_id', '=', programId)
              .whereRef('reduction.seq', '=', 'retailer_batches.seq')
              .whereRef('reduction.attempt', '=', 'retailer_batches.attempt')
              .where('reduction.state', 'in', ['pending', 'signed']),
          ),
        )
        .orderBy('seq')
        .limit(limit)
        .execute()
      return rows.map(batchRow)
    },

    async matured(programId, chainNowSeconds, limit) {
      const rows = await batches()
        .where('program_id', '=', programId)
        .where('state', '=', 'open')
        .where('matures_at_seconds', '<=', BigInt(chainNowSeconds))
        .orderBy('matures_at_seconds')
        .orderBy('seq')
        .limit(limit)
        .execute()
      return rows.map(batchRow)
    },

    async get({ programId, seq, attempt }) {
      const row = await batches()
        .where('program_id', '=', programId)
        .where('seq', '=', seq)
        .where('attempt', '=', attempt)
        .forUpdate()
        .executeTakeFirst()
      return row && batchRow(row)
    },

    async attempts(programId, seq) {
      const rows = await batches()
        .where('program_id', '=', programId)
        .where('seq', '=', seq)
        .orderBy('attempt')
        .execute()
      return rows.map(batchRow)
    },

    async update({ programId, seq, attempt }, change) {
      await transaction
        .updateTable('retailer_batches')
        .set({
          ...(change.state === undefined ? {} : { state: change.state }),
          ...(change.signature === undefined ? {} : { signature: change.signature }),
          ...(change.netList === undefined ? {} : { net_list: change.netList }),
          ...(change.sendAttempt === undefined ? {} : { send_attempt: change.sendAttempt }),
          ...(change.sendAfter === undefined
            ? {}
            : {
                send_after: change.sendAfter === null ? null : new Date(change.sendAfter),
              }),
          ...(change.maturesAtSeconds === undefined
            ? {}
            : {
                matures_at_seconds: change.maturesAtSeconds === null ? null : BigInt(change.maturesAtSeconds),
              }),
          ...(change.settleKey === undefined ? {} : { settle_key: change.settleKey }),
          ...(change.settleAttempt === undefined ? {} : { settle_attempt: change.settleAttempt }),
          ...(change.chainTransaction === undefined ? {} : { chain_transaction: change.chainTransaction }),
        })
        .where('retailer_id', '=', retailerId)
        .where('program_id', '=', programId)
        .where('seq', '=', seq)
        .where('attempt', '=', attempt)
        .execute()
    },
  }
}

function recordRows({
  transaction,
  retailerId,
}: RetailerScope): Pick<BatchRows, 'records' | 'setLeafHash' | 'recordsOfReward'> {
  return {
    async records({ programId, seq, attempt }) {
      const rows = await transaction
        .selectFrom('retailer_records')
        .selectAll()
        .where('retailer_id', '=', retailerId)
        .where('program_id', '=', programId)
        .where('seq', '=', seq)
        .where('attempt', '=', attempt)
        .orderBy('leaf_index')
        .execute()
      return rows.map(recordRow)
    },

    async setLeafHash({ programId, seq, attempt }, leafIndex, leafHash) {
      await transaction
        .updateTable('retailer_records')
        .set({ leaf_hash: hexToBytes(leafHash) })
        .where('retailer_id', '=', retailerId)
        .where('program_id', '=', programId)
        .where('seq', '=', seq)
        .where('attempt', '=', attempt)
        .where('leaf_index', '=', leafIndex)
        .execute()
    },

    async recordsOfReward(rewardId) {
      const records = await transaction
        .selectFrom('retailer_records')
        .selectAll()
        .where('retailer_id', '=', retailerId)
        .where('reward_id', '=', rewardId)
        .orderBy('seq', 'desc')
        .orderBy('attempt', 'desc')
        .execute()
      const found = []
      for (const row of records) {
        const batch = await transaction
          .selectFrom('retailer_batches')
          .selectAll()
          .where('retailer_id', '=', retailerId)
          .where('program_id', '=', row.program_id)
          .where('seq', '=', row.seq)
          .where('attempt', '=', row.attempt)
          .executeTakeFirstOrThrow()
        found.push({
          ...recordRow(row),
          batch: batchRow(batch),
          chainTransaction: batch.chain_transaction as Hex | null,
        })
      }
      return found
    },
  }
}

/** A stored batch as the rules see it. */
export function batchRow(row: Selectable<RetailerTables['retailer_batches']>): BatchRow {
  return {
    programId: row.program_id,
    seq: row.seq,
    attempt: row.attempt,
    pool: row.pool,
    state: row.state,
    policyHash: row.policy_hash as Hex,
    evidenceRoot: row.evidence_root as Hex,
    holdSeconds: row.hold_seconds,
    deadlineSeconds: Number(row.deadline_seconds),
    counts: BigInt(row.counts),
    classes:
      row.classes === null || row.classes_salt === null
        ? null
        : { orders: row.classes, salt: bytesToHex(row.classes_salt) },
    records: row.records as Hex,
    netList: row.net_list as Hex,
    signature: row.signature as Hex | null,
    sendAttempt: row.send_attempt,
    sendAfter: row.send_after?.getTime() ?? null,
    maturesAtSeconds: row.matures_at_seconds === null ? null : Number(row.matures_at_seconds),
    settleKey: row.settle_key,
    settleAttempt: row.settle_attempt,
  }
}

function recordRow(row: Selectable<RetailerTables['retailer_records']>): RecordRow {
  return {
    programId: row.program_id,
    seq: row.seq,
    attempt: row.attempt,
    payee: row.payee as Address,
    tag: row.tag as Hex,
    rewardId: row.reward_id,
    earnedMicros: micros(row.earned_micros),
    nettedMicros: micros(row.netted_micros),
    micros: micros(row.micros),
    supplement: row.supplement,
    reducedMicros: micros(row.reduced_micros),
    traceHash: row.trace_hash as Hex,
    trace: row.trace,
    salt: row.salt === null ? null : bytesToHex(row.salt),
    leafIndex: row.leaf_index,
    leafHash: row.leaf_hash === null ? null : bytesToHex(row.leaf_hash),
  }
}
