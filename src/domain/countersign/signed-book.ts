// What the log of signatures adds up to: who owns which link, what each order has been signed for, and what may still
// come of it. Batches under one number exclude each other, since the ledger takes a number once: the larger one counts.

import { maxMicros, micros, ZERO_MICROS, type Micros } from '../money.ts'

import type { Address, Hex } from 'viem'
import type { Instant } from '../order-facts.ts'
import type { LogAmendment, LogBatch, LogLine, SignedRecord } from './signed-log.ts'

export type SlotState = 'live' | 'committed' | 'dead'

/** One number of one pool, with everything that was signed for it. */
export type Slot = {
  readonly pool: number
  readonly seq: number
  /** live: the ledger may still take one of its batches. */
  state: SlotState
  /** Those that the ledger may take or has taken. */
  batches: LogBatch[]
  readonly amendments: LogAmendment[]
  /** What the ledger has stored of it after each amendment that was carried. */
  readonly applied: Set<Hex>
}

export type SignedBook = {
  readonly began: Extract<LogLine, { kind: 'began' }> | undefined
  /** By pool: the first batch that the log knows of. */
  readonly pools: ReadonlyMap<number, number>
  readonly slots: ReadonlyMap<string, Slot>
  /** By link code. */
  readonly payees: ReadonlyMap<string, Address>
  /** By discount code: the link. */
  readonly coupons: ReadonlyMap<string, string>
  /** By order or deal: how evidence names it; and back. */
  readonly sourceOrders: ReadonlyMap<string, Hex>
  readonly sources: ReadonlyMap<Hex, string>
  readonly policies: ReadonlyMap<string, ReadonlySet<Hex>>
  /** By order or deal: the slots that it is in. */
  readonly slotsOf: ReadonlyMap<string, ReadonlySet<Slot>>
  readonly add: (line: LogLine) => void
}

/** An empty book. */
export function createSignedBook(): SignedBook {
  const indexes = emptyIndexes()
  return {
    ...indexes,
    get began() {
      return indexes.began.line
    },
    add: (line) => addLine(indexes, line),
  }
}

type Indexes = {
  readonly began: { line: SignedBook['began'] }
  readonly pools: Map<number, number>
  readonly slots: Map<string, Slot>
  readonly payees: Map<string, Address>
  readonly coupons: Map<string, string>
  readonly sourceOrders: Map<string, Hex>
  readonly sources: Map<Hex, string>
  readonly policies: Map<string, Set<Hex>>
  readonly slotsOf: Map<string, Set<Slot>>
}

function emptyIndexes(): Indexes {
  return {
    began: { line: undefined },
    pools: new Map(),
    slots: new Map(),
    payees: new Map(),
    coupons: new Map(),
    sourceOrders: new Map(),
    sources: new Map(),
    policies: new Map(),
    slotsOf: new Map(),
  }
}

function addLine(indexes: Indexes, line: LogLine): void {
  switch (line.kind) {
    case 'began':
      indexes.began.line = line
      break
    case 'pool':
      indexes.pools.set(line.pool, line.fromSeq)
      break
    case 'policy': {
      const known = indexes.policies.get(line.programId) ?? new Set<Hex>()
      indexes.policies.set(line.programId, known.add(line.policyHash))
      break
    }
    case 'batch':
      addBatch(indexes, line)
      break
    case 'amendment':
      slotAt(indexes, line).amendments.push(line)
      break
    case 'resolved': {
      const slot = slotAt(indexes, line)
      slot.state = line.outcome
      slot.batches = slot.batches.filter((one) => line.recordsHashes.includes(one.recordsHash))
      break
    }
    case 'applied':
      slotAt(indexes, line).applied.add(line.toHash)
      break
    default:
      line satisfies never
  }
}

function slotAt({ slots }: Indexes, { pool, seq }: { readonly pool: number; readonly seq: number }): Slot {
  const key = slotKey(pool, seq)
  const slot = slots.get(key) ?? { pool, seq, state: 'live', batches: [], amendments: [], applied: new Set() }
  slots.set(key, slot)
  return slot
}

function addBatch(indexes: Indexes, line: LogBatch): void {
  const slot = slotAt(indexes, line)
  // Nothing signed for it before can be used any more, and this can.
  if (slot.state === 'dead') slot.state = 'live'
  if (!slot.batches.some(({ digest }) => digest === line.digest)) slot.batches.push(line)
  for (const { code, payee } of line.pins) indexes.payees.set(code, payee)
  for (const { coupon, code } of line.coupons) indexes.coupons.set(coupon, code)
  for (const { source, sourceOrder } of line.records) {
    indexes.sourceOrders.set(source, sourceOrder)
    indexes.sources.set(sourceOrder, source)
    indexes.slotsOf.set(source, (indexes.slotsOf.get(source) ?? new Set()).add(slot))
  }
}

/** Names a slot. */
export function slotKey(pool: number, seq: number): string {
  return `${pool}:${seq}`
}

/**
 * What stands for a person on an order by everything signed under other numbers. Reductions are taken off once they are
 * carried by a final block; `signed` ones may never be, and count where less is the careful side.
 */
export function standingOf(
  book: SignedBook,
  {
    source,
    payee,
    except,
    reductions = 'applied',
  }: {
    readonly source: string
    readonly payee: Address
    readonly except?: Slot | undefined
    readonly reductions?: 'applied' | 'signed'
  },
): Micros {
  let sum = 0n
  for (const slot of book.slotsOf.get(source) ?? []) {
    if (slot === except || slot.state === 'dead') continue
    const own = (records: readonly SignedRecord[]) =>
      records.filter((one) => one.source === source && one.payee === payee)
    sum += largest(slot, (batch) => own(batch.records).reduce((total, one) => total + one.earned, 0n))
    for (const amendment of slot.amendments) {
      if (reductions === 'applied' && !slot.applied.has(amendment.toHash)) continue
      for (const one of amendment.reductions) {
        if (one.source === source && one.payee === payee) sum -= one.amount
      }
    }
  }
  return micros(sum)
}

/** Whether the order is in a batch under another number that the ledger may still take. */
export function isLiveElsewhere(book: SignedBook, source: string, except: Slot | undefined): boolean {
  return [...(book.slotsOf.get(source) ?? [])].some((slot) => slot !== except && slot.state === 'live')
}

/** What was signed since an instant and may be or was taken. */
export function signedSince(book: SignedBook, since: Instant, except: Slot | undefined): Micros {
  let sum = 0n
  for (const slot of book.slots.values()) {
    if (slot === except || slot.state === 'dead') continue
    sum += largest(slot, ({ signedAt, records }) =>
      signedAt <= since ? 0n : records.reduce((total, one) => total + one.amount, 0n),
    )
  }
  return micros(sum)
}

/** What was signed for a program's orders that `counts` takes, reductions taken off. */
export function standingWhere(
  book: SignedBook,
  {
    programId,
    except,
    counts,
  }: {
    readonly programId: string
    readonly except: Slot | undefined
    readonly counts: (record: SignedRecord) => boolean
  },
): Micros {
  let sum = 0n
  for (const slot of book.slots.values()) {
    if (slot === except || slot.state === 'dead') continue
    if (slot.batches[0]?.programId !== programId) continue
    const counted = new Set<string>()
    sum += largest(slot, ({ records }) => {
      const own = records.filter(counts)
      for (const { payee, tag } of own) counted.add(`${payee}:${tag}`)
      return own.reduce((total, one) => total + one.earned, 0n)
    })
    for (const { reductions, toHash } of slot.amendments) {
      if (!slot.applied.has(toHash)) continue
      for (const one of reductions) if (counted.has(`${one.payee}:${one.tag}`)) sum -= one.amount
    }
  }
  return maxMicros(micros(sum > 0n ? sum : 0n), ZERO_MICROS)
}

function largest({ batches }: Slot, sumOf: (batch: LogBatch) => bigint): bigint {
  return batches.reduce((most, batch) => {
    const sum = sumOf(batch)
    return sum > most ? sum : most
  }, 0n)
}
