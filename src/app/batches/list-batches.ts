// A shop's batches: what was reserved together, since when, until when, and what became of it.

import type { Micros } from '#domain/money.ts'
import type { Instant } from '#domain/order-facts.ts'
import { Problem } from '#domain/problem.ts'
import { SECOND_MS } from '#domain/time.ts'
import { unpackCounts } from '#domain/typed-data.ts'
import type { BatchPlace, ListedBatch } from '#ports/batch-list-rows.ts'
import type { BatchRowState } from '#ports/batch-rows.ts'
import type { Address, Hex } from 'viem'

import type { AppDeps } from '../deps.ts'

export type BatchView = {
  readonly batchId: string
  readonly pool: number
  readonly seq: number
  readonly programId: string
  readonly state: BatchRowState
  readonly rewards: number
  readonly people: number
  /** As it was committed. */
  readonly amount: Micros
  /** Taken back inside the hold, planned or done. */
  readonly amended: Micros
  readonly holdSeconds: number
  /** Null before it is on the ledger. */
  readonly unlocksAt: Instant | null
  readonly createdAt: Instant
  readonly policyHash: Hex
  readonly evidenceRoot: Hex
  readonly chainTransaction: Hex | null
  /** Of the orders since the batch before. */
  readonly orders: {
    readonly seen: number
    readonly rewarded: number
    readonly rejected: number
    readonly underReview: number
  }
}

export type BatchRecordView = {
  readonly rewardId: string
  readonly payee: Address
  readonly tag: Hex
  readonly earned: Micros
  readonly netted: Micros
  readonly amount: Micros
  readonly amended: Micros
}

/** `<pool>-<seq>`, as the list's pages go on after it. */
export function batchIdOf({ pool, seq }: BatchPlace): string {
  return `${pool}-${seq}`
}

/** A page of the retailer's batches; the highest pool and number first. */
export async function listBatches(
  deps: Pick<AppDeps, 'retailers'>,
  {
    retailerId,
    limit,
    ...page
  }: {
    readonly retailerId: string
    readonly limit: number
    readonly after?: BatchPlace | undefined
    readonly programId?: string | undefined
    readonly state?: BatchRowState | undefined
  },
): Promise<{ readonly data: readonly BatchView[]; readonly next: string | null }> {
  const rows = await deps.retailers.transaction(retailerId, (unit) =>
    unit.batchList.page({ ...page, limit: limit + 1 }),
  )
  const data = rows.slice(0, limit).map(viewOf)
  return { data, next: rows.length > limit ? (data.at(-1)?.batchId ?? null) : null }
}

/** One batch with its records; throws `not_found` for another's. */
export async function readBatch(
  deps: Pick<AppDeps, 'retailers'>,
  { retailerId, ...place }: { readonly retailerId: string } & BatchPlace,
): Promise<BatchView & { readonly records: readonly BatchRecordView[] }> {
  return deps.retailers.transaction(retailerId, async (unit) => {
    const row = await unit.batchList.find(place)
    if (row === undefined) throw new Problem('not_found')
    const records = await unit.batches.records(row)
    return {
      ...viewOf(row),
      records: records.map(({ rewardId, payee, tag, earnedMicros, nettedMicros, micros, reducedMicros }) => ({
        rewardId,
        payee,
        tag,
        earned: earnedMicros,
        netted: nettedMicros,
        amount: micros,
        amended: reducedMicros,
      })),
    }
  })
}

function viewOf(row: ListedBatch): BatchView {
  const { seen, rewarded, rejected, underReview } = unpackCounts(row.counts)
  return {
    batchId: batchIdOf(row),
    pool: row.pool,
    seq: row.seq,
    programId: row.programId,
    state: row.state,
    rewards: row.rewards,
    people: row.people,
    amount: row.micros,
    amended: row.reducedMicros,
    holdSeconds: row.holdSeconds,
    unlocksAt: row.maturesAtSeconds === null ? null : row.maturesAtSeconds * SECOND_MS,
    createdAt: row.createdAt,
    policyHash: row.policyHash,
    evidenceRoot: row.evidenceRoot,
    chainTransaction: row.chainTransaction,
    orders: {
      seen: Number(seen),
      rewarded: Number(rewarded),
      rejected: Number(rejected),
      underReview: Number(underReview),
    },
  }
}
