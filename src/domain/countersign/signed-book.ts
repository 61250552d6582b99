// What the log of signatures adds up to: who owns which link, what each order has been signed for, and what may still
// come of it. Batches under one number exclude each other, since the ledger takes a number once: the larger one counts.

import { maxMicros, micros, ZERO_MICROS, type Micros } from '../money.ts'
import { monthPeriod } from '../period.ts'
import { keyOf, nettedOf, repaidOf } from './repaid-book.ts'

import type { Address, Hex } from 'viem'
import type { Instant } from '../order-facts.ts'
import type { ProposedCampaign, ProposedVersion } from './proposed-order.ts'
import type { LinkPlace, LogAmendment, LogBatch, LogLine, SignedGrant, SignedRecord } from './signed-log.ts'

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

/** An order of a buyer that was signed for. */
export type BuyersOrder = { readonly programId: string; readonly paidAt: Instant }

/** What caps count of an order that was signed for, whatever became of it: refunds make no room. */
export type Granted = Pick<SignedRecord, 'source' | 'payee' | 'paidAt'> & {
  readonly buyer: readonly string[]
  readonly grant: SignedGrant
  /** Of the rules that it was granted under. */
  readonly caps: LogBatch['caps']
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
  /** By link code, program or campaign: what stays as it was first seen. */
  readonly places: ReadonlyMap<string, LinkPlace>
  readonly campaigns: ReadonlyMap<string, ProposedCampaign>
  /** By program, then by number. */
  readonly versions: ReadonlyMap<string, ReadonlyMap<number, ProposedVersion>>
  /** By mark of a buyer, and by name of an order: the orders signed for. */
  readonly buyers: ReadonlyMap<string, ReadonlyMap<string, BuyersOrder>>
  /** By order and payee: what was given back for it, by the order that gave; and the other way round. */
  readonly repaid: ReadonlyMap<string, ReadonlyMap<string, Micros>>
  readonly repaying: ReadonlyMap<string, ReadonlyMap<string, Micros>>
  /** By reward that the shop accepted against its books: the order and payee that it was used for. */
  readonly accepted: ReadonlyMap<string, string>
  /** By program and month of payment, then by order and payee. */
  readonly grants: ReadonlyMap<string, ReadonlyMap<string, Granted>>
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
  readonly places: Map<string, LinkPlace>
  readonly campaigns: Map<string, ProposedCampaign>
  readonly versions: Map<string, Map<number, ProposedVersion>>
  readonly buyers: Map<string, Map<string, BuyersOrder>>
  readonly repaid: Map<string, Map<string, Micros>>
  readonly repaying: Map<string, Map<string, Micros>>
  readonly accepted: Map<string, string>
  readonly grants: Map<string, Map<string, Granted>>
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
    places: new Map(),
    campaigns: new Map(),
    versions: new Map(),
    buyers: new Map(),
    repaid: new Map(),
    repaying: new Map(),
    accepted: new Map(),
    grants: new Map(),
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
  addPins(indexes, line)
  for (const record of line.records) addRecord(indexes, line, record, slot)
}

function addPins({ payees, places, coupons, campaigns, versions }: Indexes, line: LogBatch): void {
  for (const { code, payee, place } of line.pins) {
    payees.set(code, payee)
    if (place) places.set(code, place)
  }
  for (const { coupon, code } of line.coupons) coupons.set(coupon, code)
  for (const campaign of line.campaigns ?? []) campaigns.set(campaign.campaignId, campaign)
  const known = versions.get(line.programId) ?? new Map<number, ProposedVersion>()
  versions.set(line.programId, known)
  for (const version of line.versions ?? []) known.set(version.versionNo, version)
}

function addRecord(indexes: Indexes, { programId, caps }: LogBatch, record: SignedRecord, slot: Slot): void {
  const { source, sourceOrder, paidAt, buyer = [] } = record
  indexes.sourceOrders.set(source, sourceOrder)
  indexes.sources.set(sourceOrder, source)
  if (record.accepted !== undefined) indexes.accepted.set(record.accepted, keyOf(record))
  indexes.slotsOf.set(source, (indexes.slotsOf.get(source) ?? new Set()).add(slot))
  for (const { source: giver, micros: amount } of record.repaid ?? []) {
    keepLargest(indexes.repaid, keyOf(record), { name: giver, amount })
    keepLargest(indexes.repaying, keyOf({ source: giver, payee: record.payee }), { name: source, amount })
  }
  if (record.grant === undefined) return
  for (const mark of [source, ...buyer]) {
    const orders = indexes.buyers.get(mark) ?? new Map<string, BuyersOrder>()
    indexes.buyers.set(mark, orders.set(source, { programId, paidAt }))
  }
  const month = monthKey(programId, paidAt)
  const grants = indexes.grants.get(month) ?? new Map<string, Granted>()
  indexes.grants.set(month, grants)
  const { payee, grant } = record
  const key = keyOf(record)
  const before = grants.get(key)
  grants.set(key, {
    ...{ source, payee, paidAt, buyer, caps },
    grant: {
      micros: maxMicros(grant.micros, before?.grant.micros ?? ZERO_MICROS),
      orderMicros: maxMicros(grant.orderMicros, before?.grant.orderMicros ?? ZERO_MICROS),
    },
  })
}

/** Each line tells all that was given back so far. */
function keepLargest(
  sums: Map<string, Map<string, Micros>>,
  key: string,
  { name, amount }: { readonly name: string; readonly amount: Micros },
): void {
  const of = sums.get(key) ?? new Map<string, Micros>()
  sums.set(key, of.set(name, maxMicros(amount, of.get(name) ?? ZERO_MICROS)))
}

/** Names a month (UTC) of a program. */
export function monthKey(programId: string, paidAt: Instant): string {
  return `${programId} ${monthPeriod(paidAt).from}`
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
    isBare = false,
  }: {
    readonly source: string
    readonly payee: Address
    readonly except?: Slot | undefined
    readonly reductions?: 'applied' | 'signed'
    /** Without what was given back, for it or by it. */
    readonly isBare?: boolean
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
  if (isBare) return micros(sum)
  const { netted, forOthers } = nettedOf(book, { source, payee })
  const takenWhole = forOthers > netted ? forOthers - netted : 0n
  return micros(sum + takenWhole - repaidOf(book, { source, payee }))
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

function largest({ batches }: Slot, sumOf: (batch: LogBatch) => bigint): bigint {
  return batches.reduce((most, batch) => {
    const sum = sumOf(batch)
    return sum > most ? sum : most
  }, 0n)
}
