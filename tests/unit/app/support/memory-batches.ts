// Batches, their records, reductions and amendments, in memory.

import { invariant } from '#domain/invariant.ts'
import { micros } from '#domain/money.ts'

import { check, notInHistories, type MemoryState, type StoredBatch } from './memory-state.ts'

import type { BatchKey, BatchRows, RecordRow, ReductionRow } from '#ports/batch-rows.ts'

/** Rows of the retailer's batches. */
export function batchRows(memory: MemoryState): BatchRows {
  return { ...batchStates(memory), ...recordRows(memory), ...reductionRows(memory), ...amendmentRows(memory) }
}

function nameOf({ programId, seq, attempt }: BatchKey): string {
  return `${programId}:${seq}:${attempt}`
}

function placeOf(row: Pick<RecordRow, 'programId' | 'seq' | 'attempt' | 'payee' | 'tag'>): string {
  return `${nameOf(row)}:${row.payee}:${row.tag}`
}

type StateMethods =
  | 'insert'
  | 'inStates'
  | 'openWithReductions'
  | 'matured'
  | 'countInState'
  | 'countMatured'
  | 'get'
  | 'attempts'
  | 'update'

function batchStates(memory: MemoryState): Pick<BatchRows, StateMethods> {
  const batches = (): StoredBatch[] => [...memory.batches.values()]
  return {
    insert: ({ now: _, ...row }, records) => {
      check(!memory.batches.has(nameOf(row)), 'retailer_batches_pkey')
      memory.batches.set(nameOf(row), { ...row, chainTransaction: null })
      for (const record of records) {
        check(
          record.micros > 0n && record.micros === record.earnedMicros - record.nettedMicros,
          'retailer_records',
        )
        memory.records.set(placeOf(record), record)
      }
      return Promise.resolve()
    },

    inStates: (programId, states) =>
      Promise.resolve(
        batches()
          .filter((one) => one.programId === programId && states.includes(one.state))
          .toSorted((a, b) => a.seq - b.seq || a.attempt - b.attempt),
      ),

    openWithReductions: (programId, limit) => {
      const waiting = [...memory.reductions.values()].filter(
        (one) => one.state === 'pending' || one.state === 'signed',
      )
      return Promise.resolve(
        batches()
          .filter((one) => one.programId === programId && one.state === 'open')
          .filter((one) => waiting.some((reduction) => nameOf(reduction) === nameOf(one)))
          .toSorted((a, b) => a.seq - b.seq)
          .slice(0, limit),
      )
    },

    matured: (programId, now, limit) =>
      Promise.resolve(
        batches()
          .filter((one) => one.programId === programId && one.state === 'open')
          .filter((one) => (one.maturesAtSeconds ?? Infinity) <= now)
          .toSorted((a, b) => (a.maturesAtSeconds ?? 0) - (b.maturesAtSeconds ?? 0) || a.seq - b.seq)
          .slice(0, limit),
      ),

    countInState: (state) => Promise.resolve(batches().filter((one) => one.state === state).length),

    countMatured: (now) =>
      Promise.resolve(
        batches().filter((one) => one.state === 'open' && (one.maturesAtSeconds ?? Infinity) <= now).length,
      ),

    get: (key) => Promise.resolve(memory.batches.get(nameOf(key))),

    attempts: (programId, seq) =>
      Promise.resolve(batches().filter((one) => one.programId === programId && one.seq === seq)),

    update: (key, change) => {
      const batch = memory.batches.get(nameOf(key))
      invariant(batch, 'a batch is signed before it changes')
      const given = Object.entries(change).filter(([, value]) => value !== undefined)
      memory.batches.set(nameOf(key), { ...batch, ...(Object.fromEntries(given) as Partial<StoredBatch>) })
      return Promise.resolve()
    },
  }
}

function recordRows(memory: MemoryState): Pick<BatchRows, 'records' | 'setLeafHash' | 'recordsOfReward'> {
  const records = (): RecordRow[] => [...memory.records.values()]
  return {
    records: (key) =>
      Promise.resolve(
        records()
          .filter((one) => nameOf(one) === nameOf(key))
          .toSorted((a, b) => a.leafIndex - b.leafIndex),
      ),

    setLeafHash: notInHistories,

    recordsOfReward: (rewardId) =>
      Promise.resolve(
        records()
          .filter((one) => one.rewardId === rewardId)
          .toSorted((a, b) => b.seq - a.seq || b.attempt - a.attempt)
          .map((record) => {
            const batch = memory.batches.get(nameOf(record))
            invariant(batch, 'a record belongs to a batch')
            return { ...record, batch, chainTransaction: batch.chainTransaction }
          }),
      ),
  }
}

type ReductionMethods =
  'insertReduction' | 'pendingReductions' | 'reductionsOf' | 'setReductions' | 'unreduce' | 'countReductions'

function reductionRows(memory: MemoryState): Pick<BatchRows, ReductionMethods> {
  const reduce = (row: ReductionRow, amount: bigint): void => {
    const record = memory.records.get(placeOf(row))
    invariant(record, 'a reduction names a record')
    const reducedMicros = micros(record.reducedMicros + amount)
    check(reducedMicros >= 0n && reducedMicros <= record.micros, 'retailer_records')
    memory.records.set(placeOf(row), { ...record, reducedMicros })
  }
  const ofBatch = (key: BatchKey) =>
    [...memory.reductions.values()]
      .filter((one) => nameOf(one) === nameOf(key))
      .toSorted((a, b) => (a.reductionId < b.reductionId ? -1 : 1))

  return {
    insertReduction: ({ now: _, ...row }) => {
      check(row.micros > 0n, 'retailer_reductions')
      memory.reductions.set(row.reductionId, { ...row, state: 'pending', amendmentNo: null })
      reduce(row, row.micros)
      return Promise.resolve()
    },
    pendingReductions: (key) => Promise.resolve(ofBatch(key).filter((one) => one.state === 'pending')),
    reductionsOf: (key, amendmentNo) =>
      Promise.resolve(ofBatch(key).filter((one) => one.amendmentNo === amendmentNo)),
    setReductions: (key, ids, { state, amendmentNo }) => {
      for (const row of ofBatch(key)) {
        if (ids.includes(row.reductionId))
          memory.reductions.set(row.reductionId, { ...row, state, amendmentNo })
      }
      return Promise.resolve()
    },
    unreduce: (row) => {
      reduce(row, -row.micros)
      return Promise.resolve()
    },
    countReductions: () =>
      Promise.resolve(
        [...memory.reductions.values()].filter((one) => one.state === 'pending' || one.state === 'signed')
          .length,
      ),
  }
}

function amendmentRows(
  memory: MemoryState,
): Pick<BatchRows, 'insertAmendment' | 'amendments' | 'updateAmendment'> {
  return {
    insertAmendment: ({ now: _, ...row }) => {
      const name = `${nameOf(row)}:${row.amendmentNo}`
      check(!memory.amendments.has(name), 'retailer_amendments_pkey')
      memory.amendments.set(name, row)
      return Promise.resolve()
    },
    amendments: (key) =>
      Promise.resolve(
        [...memory.amendments.values()]
          .filter((one) => nameOf(one) === nameOf(key))
          .toSorted((a, b) => a.amendmentNo - b.amendmentNo),
      ),
    updateAmendment: (key, amendmentNo, change) => {
      const name = `${nameOf(key)}:${amendmentNo}`
      const amendment = memory.amendments.get(name)
      invariant(amendment, 'an amendment is signed before it changes')
      memory.amendments.set(name, { ...amendment, ...change })
      return Promise.resolve()
    },
  }
}
