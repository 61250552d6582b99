// What a final commit, amendment, veto or settlement means: for the pool's book, its batches and rewards, and, when it
// settles, for the books of the people it credits.

import { netListAfter, recordsAfter } from '#domain/batch-lists.ts'
import { sumMicros, ZERO_MICROS, type Micros } from '#domain/money.ts'
import { decodeRecords, decodeReductions } from '#domain/records.ts'
import { recommenderIdOf } from '#domain/recommender-id.ts'

import { buryBatch } from '../batches/bury-batch.ts'
import { reductionsToDebt } from '../batches/reductions-to-debt.ts'
import { undoBatch } from '../batches/undo-batch.ts'
import { tellAmended, tellCommitted, tellSettled, tellVetoed } from '../webhooks/tell-batch.ts'
import { tellLowPool } from '../webhooks/tell-low-pool.ts'
import { eventInstant } from './event-instant.ts'

import type { BatchRow, ReductionRow } from '#ports/batch-rows.ts'
import type { ChainBatch } from '#ports/chain-books.ts'
import type { LedgerEvent } from '#ports/chain.ts'
import type { RetailerEntry } from '#ports/journal-rows.ts'
import type { PoolRow } from '#ports/pool-rows.ts'
import type { RetailerUnit } from '#ports/retailer-store.ts'

import type { BookDeps } from './apply-events.ts'

export type BatchEvent = Extract<
  LedgerEvent,
  { readonly name: 'Committed' | 'Amended' | 'Vetoed' | 'Settled' }
>

/** Books a batch's event; each entry has the event's id, so that a repeat changes nothing. */
export async function applyBatchEvent(
  deps: BookDeps,
  id: string,
  event: BatchEvent,
  lists: ChainBatch,
): Promise<void> {
  const retailerId = await deps.chainEvents.retailerOfPool(event.pool)
  if (retailerId !== undefined) {
    await deps.retailers.transaction(retailerId, async (unit) => {
      const pool = await unit.pools.findByNumber(event.pool)
      if (!pool) return
      await unit.pools.lock(pool.programId)
      // Entry and batch move together, so an event whose entry stands has moved its batch.
      if ((await bookEntry(deps, unit, pool, id, event, lists)) === 'already-recorded') return
      await moveBatch(deps, unit, pool.programId, event, lists)
    })
  }
  if (event.name === 'Settled') await creditPayees(deps, id, event, lists)
}

/** Which account each event moves the batch's money from and to. */
const ENTRIES: Record<BatchEvent['name'], Pick<RetailerEntry, 'kind' | 'debit' | 'credit'>> = {
  Committed: { kind: 'committed', debit: 'reserved', credit: 'available' },
  Amended: { kind: 'amended', debit: 'available', credit: 'reserved' },
  Vetoed: { kind: 'vetoed', debit: 'available', credit: 'reserved' },
  Settled: { kind: 'settled', debit: 'released', credit: 'reserved' },
}

async function bookEntry(
  deps: BookDeps,
  unit: RetailerUnit,
  pool: PoolRow,
  id: string,
  event: BatchEvent,
  lists: ChainBatch,
): Promise<'recorded' | 'already-recorded' | 'nothing-to-record'> {
  const amount = amountOf(event, lists)
  if (amount === ZERO_MICROS) return 'nothing-to-record'
  const at = eventInstant(event)
  const recorded = await unit.journal.append({
    entryId: `${id}:0`,
    programId: pool.programId,
    ...ENTRIES[event.name],
    micros: amount,
    chainTransaction: event.transactionHash,
    at,
  })
  if (recorded === 'recorded' && event.name === 'Committed')
    await tellLowPool(deps, unit, { pool, leftMicros: amount, at })
  return recorded
}

function amountOf(event: BatchEvent, lists: ChainBatch): Micros {
  switch (event.name) {
    case 'Committed':
      return sumMicros(decodeRecords(event.records).map((record) => record.micros))
    case 'Amended':
      return sumMicros(decodeReductions(event.reductions).map((reduction) => reduction.micros))
    case 'Vetoed':
    case 'Settled':
      return sumMicros(recordsAfter(lists).map((record) => record.micros))
    default:
      return event satisfies never
  }
}

/** Moves the batch's own row on, when it is one that this relayer signed. */
async function moveBatch(
  deps: BookDeps,
  unit: RetailerUnit,
  programId: string,
  event: BatchEvent,
  lists: ChainBatch,
): Promise<void> {
  const attempts = await unit.batches.attempts(programId, event.seq)
  // Attempts at the same rewards have the same records; a dead one can no longer be what the ledger took.
  const batch = attempts.find((one) => one.state !== 'dead' && one.records === lists.records)
  switch (event.name) {
    case 'Committed':
      await unit.pools.setNextSeq(programId, event.seq + 1)
      for (const other of attempts) if (other !== batch) await buryBatch(deps, unit, other)
      if (batch?.state === 'signed') {
        const { maturesAtSeconds, transactionHash: chainTransaction } = event
        await unit.batches.update(batch, {
          state: 'open',
          maturesAtSeconds,
          chainTransaction,
        })
        await tellCommitted(deps, unit, { batch, event, lists })
      }
      break
    case 'Amended':
      if (batch) {
        const reductions = await closeAmendment(unit, batch, event, lists)
        await tellAmended(deps, unit, { batch, event, lists, reductions })
      }
      break
    case 'Vetoed':
      // The owner took the batch back: its rewards stand at nothing by it, and are not promised again.
      if (batch?.state === 'open') {
        await unit.batches.update(batch, { state: 'vetoed' })
        await undoBatch(deps, unit, batch, 'vetoed')
        await tellVetoed(deps, unit, { batch, event, lists })
      }
      break
    case 'Settled':
      // Anybody may settle: what was still to be amended was paid in full.
      if (batch?.state === 'open') {
        await reductionsToDebt(deps, unit, batch)
        await unit.batches.update(batch, { state: 'settled' })
        await tellSettled(deps, unit, { batch, event, lists })
      }
      break
    default:
      return event satisfies never
  }
  if (batch) await projectRewards(unit, batch)
}

/** Answers with what it took off which reward; nothing when it is not one of ours. */
async function closeAmendment(
  unit: RetailerUnit,
  batch: BatchRow,
  event: Extract<BatchEvent, { name: 'Amended' }>,
  lists: ChainBatch,
): Promise<readonly ReductionRow[]> {
  await unit.batches.update(batch, { netList: netListAfter(lists) })
  const amendments = await unit.batches.amendments(batch)
  const amendment = amendments.find((one) => one.state === 'signed' && one.reductions === event.reductions)
  if (!amendment) return []
  await unit.batches.updateAmendment(batch, amendment.amendmentNo, {
    state: 'done',
  })
  const { amendmentNo } = amendment
  const reductions = await unit.batches.reductionsOf(batch, amendmentNo)
  const ids = reductions.map((reduction) => reduction.reductionId)
  await unit.batches.setReductions(batch, ids, { state: 'done', amendmentNo })
  return reductions
}

async function projectRewards(unit: RetailerUnit, batch: BatchRow): Promise<void> {
  const rewardIds = new Set((await unit.batches.records(batch)).map((record) => record.rewardId))
  for (const rewardId of rewardIds) {
    await unit.enqueue({
      queue: 'project-reward',
      data: { retailerId: unit.retailerId, rewardId },
    })
  }
}

/** Credits each payee's records after amendments; one database transaction a person. */
async function creditPayees(
  deps: BookDeps,
  id: string,
  event: Extract<BatchEvent, { name: 'Settled' }>,
  lists: ChainBatch,
): Promise<void> {
  const credited = recordsAfter(lists).filter((record) => record.micros > 0n)
  for (const [payee, records] of Map.groupBy(credited, (record) => record.payee)) {
    if (!event.push) await deps.chainBooks.deferPayee(payee, deps.clock.now())
    await deps.recommenders.transaction(recommenderIdOf(payee), async (unit) => {
      for (const { tag, micros: amount } of records) {
        await unit.credit({
          creditId: `${id}:${tag}`,
          pool: event.pool,
          seq: event.seq,
          tag,
          micros: amount,
          chainTransaction: event.transactionHash,
          at: eventInstant(event),
        })
      }
    })
  }
}
