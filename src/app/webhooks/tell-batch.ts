// What a shop is told of its batches and the rewards in them, once the books have it from final blocks.

import { recordsAfter } from '#domain/batch-lists.ts'
import { invariant } from '#domain/invariant.ts'
import { sumMicros, ZERO_MICROS, type Micros } from '#domain/money.ts'
import { SECOND_MS } from '#domain/time.ts'

import { eventInstant } from '../books/event-instant.ts'
import { tellShop, type TellDeps, type Telling } from './tell-shop.ts'

import type { BatchRow, RecordRow, ReductionRow } from '#ports/batch-rows.ts'
import type { ChainBatch } from '#ports/chain-books.ts'
import type { LedgerEvent } from '#ports/chain.ts'
import type { RetailerUnit } from '#ports/retailer-store.ts'

/** A batch of this relayer's, the event that moved it, and what it holds after it. */
type Moved<Name extends LedgerEvent['name']> = {
  readonly batch: BatchRow
  readonly event: Extract<LedgerEvent, { readonly name: Name }>
  readonly lists: ChainBatch
}

/** `batch.committed`, and `reward.reserved` for each of its records. */
export async function tellCommitted(
  deps: TellDeps,
  unit: RetailerUnit,
  { batch, event, lists }: Moved<'Committed'>,
): Promise<void> {
  const at = eventInstant(event)
  const unlocksAt = event.maturesAtSeconds * SECOND_MS
  await tellShop(deps, unit, ['batch.committed', 'reward.reserved'], async () => [
    { event: { type: 'batch.committed', at, data: { ...batchPlace(batch, event, lists), unlocksAt } } },
    ...(await placed(unit, batch, await unit.batches.records(batch))).map(({ place, row }): Telling => ({
      event: { type: 'reward.reserved', at, data: { ...place, amount: row.micros, unlocksAt } },
    })),
  ])
}

/** `reward.amended` for each reduction of an amendment that this relayer planned. */
export async function tellAmended(
  deps: TellDeps,
  unit: RetailerUnit,
  { batch, event, lists, reductions }: Moved<'Amended'> & { readonly reductions: readonly ReductionRow[] },
): Promise<void> {
  const at = eventInstant(event)
  await tellShop(deps, unit, ['reward.amended'], async () => {
    const rests = restsOf(lists)
    return (await placed(unit, batch, reductions)).map(({ place, row }) => ({
      event: {
        type: 'reward.amended',
        at,
        data: {
          ...place,
          takenBack: row.micros,
          remaining: rests.get(restKey(row)) ?? ZERO_MICROS,
          cause: 'amendment',
        },
      },
    }))
  })
}

/** `reward.amended` for each reward that the pool's owner took back with its whole batch. */
export async function tellVetoed(
  deps: TellDeps,
  unit: RetailerUnit,
  { batch, event, lists }: Moved<'Vetoed'>,
): Promise<void> {
  const at = eventInstant(event)
  await tellShop(deps, unit, ['reward.amended'], async () => {
    const rests = restsOf(lists)
    return (await placed(unit, batch, await unit.batches.records(batch))).map(({ place, row }) => ({
      event: {
        type: 'reward.amended',
        at,
        data: {
          ...place,
          takenBack: rests.get(restKey(row)) ?? ZERO_MICROS,
          remaining: ZERO_MICROS,
          cause: 'veto',
        },
      },
    }))
  })
}

/** `batch.settled`. */
export async function tellSettled(
  deps: TellDeps,
  unit: RetailerUnit,
  { batch, event, lists }: Moved<'Settled'>,
): Promise<void> {
  const at = eventInstant(event)
  await tellShop(deps, unit, ['batch.settled'], () =>
    Promise.resolve([{ event: { type: 'batch.settled', at, data: batchPlace(batch, event, lists) } }]),
  )
}

function batchPlace({ programId, pool, seq }: BatchRow, { transactionHash }: LedgerEvent, lists: ChainBatch) {
  const standing = recordsAfter(lists).filter(({ micros }) => micros > 0n)
  return {
    programId,
    pool,
    seq,
    rewards: standing.length,
    amount: sumMicros(standing.map(({ micros }) => micros)),
    chainTransaction: transactionHash,
  }
}

/** Rows of a batch with the places of their rewards. */
async function placed<Row extends Pick<RecordRow, 'rewardId'>>(
  unit: RetailerUnit,
  { programId, pool, seq }: BatchRow,
  rows: readonly Row[],
) {
  const orders = await unit.webhooks.ordersOf(rows.map(({ rewardId }) => rewardId))
  return rows.map((row) => {
    const orderId = orders.get(row.rewardId)
    invariant(orderId !== undefined, 'a record belongs to a reward')
    return { row, place: { rewardId: row.rewardId, orderId, programId, pool, seq } }
  })
}

function restsOf(lists: ChainBatch): ReadonlyMap<string, Micros> {
  return new Map(recordsAfter(lists).map((record) => [restKey(record), record.micros]))
}

function restKey({ payee, tag }: { readonly payee: string; readonly tag: string }): string {
  return `${payee.toLowerCase()}:${tag}`
}
