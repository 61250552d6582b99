// Versions of policies, in PostgreSQL.

import { micros } from '#domain/money.ts'

import { fromStored } from './stored-fact.ts'

import type { Attribution } from '#domain/attribution.ts'
import type { PolicyRows, PolicyVersionRow } from '#ports/policy-rows.ts'
import type { Hex } from 'viem'

import type { BatchRowState } from '../tables/retailer-ledger.ts'
import type { RetailerScope } from './scope.ts'

/** Versions of one program that are read: one a day for nearly three years. */
const VERSIONS_MAX = 1000

/** Rows of the retailer's policy versions. */
export function policyRows(scope: RetailerScope): PolicyRows {
  return { ...versionRows(scope), ...spendingRows(scope) }
}

type VersionRows = Pick<PolicyRows, 'versions' | 'insertVersion' | 'ordersWaitingForRate' | 'ordersPaidIn'>

function versionRows({ transaction, retailerId }: RetailerScope): VersionRows {
  const versions = async (programId: string): Promise<readonly PolicyVersionRow[]> => {
    const rows = await transaction
      .selectFrom('retailer_policy_versions as version')
      .innerJoin('retailer_policies as policy', (join) =>
        join
          .onRef('policy.retailer_id', '=', 'version.retailer_id')
          .onRef('policy.program_id', '=', 'version.program_id')
          .onRef('policy.policy_hash', '=', 'version.policy_hash'),
      )
      .select([
        'version.version_no',
        'version.policy_hash',
        'version.effective_from',
        'version.published_at',
        'policy.body',
      ])
      .where('version.retailer_id', '=', retailerId)
      .where('version.program_id', '=', programId)
      .orderBy('version.version_no')
      .limit(VERSIONS_MAX)
      .execute()
    return rows.map((row) => ({
      versionNo: row.version_no,
      policy: row.body,
      policyHash: row.policy_hash as Hex,
      effectiveFrom: row.effective_from.getTime(),
      publishedAt: row.published_at.getTime(),
    }))
  }

  return {
    versions,

    async insertVersion({ programId, policy, policyHash, effectiveFrom, publishedAt }) {
      const versionNo = (await versions(programId)).length + 1
      await transaction
        .insertInto('retailer_policies')
        .values({
          retailer_id: retailerId,
          program_id: programId,
          policy_hash: policyHash,
          body: JSON.stringify(policy),
          effective_from: new Date(effectiveFrom),
        })
        .onConflict((conflict) => conflict.doNothing())
        .execute()
      await transaction
        .insertInto('retailer_policy_versions')
        .values({
          retailer_id: retailerId,
          program_id: programId,
          version_no: versionNo,
          policy_hash: policyHash,
          effective_from: new Date(effectiveFrom),
          published_at: new Date(publishedAt),
        })
        .execute()
      return { versionNo, policy, policyHash, effectiveFrom, publishedAt }
    },

    async ordersWaitingForRate(programId, { limit, after }) {
      let query = transaction
        .selectFrom('retailer_orders')
        .select('order_id')
        .where('retailer_id', '=', retailerId)
        .where('program_id', '=', programId)
        .where('outcome', '=', 'waiting-for-rate')
      if (after !== undefined) query = query.where('order_id', '>', after)
      const rows = await query.orderBy('order_id').limit(limit).execute()
      return rows.map((row) => row.order_id)
    },

    async ordersPaidIn(programId, { from, to }, { limit, after }) {
      let query = transaction
        .selectFrom('retailer_orders')
        .select(['order_id', 'attribution'])
        .where('retailer_id', '=', retailerId)
        .where('program_id', '=', programId)
        .where('paid_at', '>=', new Date(from))
        .where('paid_at', '<', new Date(to))
      if (after !== undefined) query = query.where('order_id', '>', after)
      const rows = await query.orderBy('order_id').limit(limit).execute()
      return rows.map((row) => ({
        orderId: row.order_id,
        attribution: row.attribution === null ? undefined : (fromStored(row.attribution) as Attribution),
      }))
    },
  }
}

function spendingRows({ transaction, retailerId }: RetailerScope): Omit<PolicyRows, keyof VersionRows> {
  const standingRecords = (programId: string, states: readonly BatchRowState[]) =>
    transaction
      .selectFrom('retailer_batches as batch')
      .innerJoin('retailer_records as record', (join) =>
        join
          .onRef('record.retailer_id', '=', 'batch.retailer_id')
          .onRef('record.program_id', '=', 'batch.program_id')
          .onRef('record.seq', '=', 'batch.seq')
          .onRef('record.attempt', '=', 'batch.attempt'),
      )
      .select(({ fn }) => [
        fn.sum<string | null>('record.micros').as('micros'),
        fn.sum<string | null>('record.reduced_micros').as('reduced'),
      ])
      .where('batch.retailer_id', '=', retailerId)
      .where('batch.program_id', '=', programId)
      .where('batch.state', 'in', [...states])

  return {
    async reservedSince(programId, start) {
      const sums = await standingRecords(programId, ['signed', 'open', 'settled'])
        .where('batch.created_at', '>=', new Date(start))
        .executeTakeFirstOrThrow()
      return micros(BigInt(sums.micros ?? 0) - BigInt(sums.reduced ?? 0))
    },

    async signedMicros(programId) {
      const sums = await standingRecords(programId, ['signed']).executeTakeFirstOrThrow()
      return micros(BigInt(sums.micros ?? 0) - BigInt(sums.reduced ?? 0))
    },

    async grantedSince(programId, { monthStart, dayStart }) {
      const waiting = await transaction
        .selectFrom('retailer_rewards')
        .select(({ fn }) => fn.sum<string | null>('waiting_micros').as('micros'))
        .where('retailer_id', '=', retailerId)
        .where('program_id', '=', programId)
        .where('waiting_micros', '>', 0n)
        .executeTakeFirstOrThrow()
      const grantedFrom = async (start: number) => {
        const row = await transaction
          .selectFrom('retailer_orders')
          .select(({ fn }) => fn.sum<string | null>('granted_micros').as('micros'))
          .where('retailer_id', '=', retailerId)
          .where('program_id', '=', programId)
          .where('paid_at', '>=', new Date(start))
          .executeTakeFirstOrThrow()
        return micros(BigInt(row.micros ?? 0))
      }
      return {
        waitingMicros: micros(BigInt(waiting.micros ?? 0)),
        grantedThisMonthMicros: await grantedFrom(monthStart),
        grantedTodayMicros: await grantedFrom(dayStart),
      }
    },
  }
}
