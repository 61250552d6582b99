// The reward ledger's rules in memory, as `contracts/interfaces/IRewardLedger.sol` states them, for tests of the
// relayer's books: what it refuses, what it moves, what it logs. States are values; a call makes a new one.

import { DEFAULT_MINIMUM_MICROS } from '#domain/default-minimum.ts'
import { micros, sumMicros, type Micros } from '#domain/money.ts'
import { Problem } from '#domain/problem.ts'
import {
  applyReductions,
  batchHash,
  decodeNetList,
  decodeRecords,
  decodeReductions,
  encodeNetList,
  netListOf,
  recordsHash,
} from '#domain/records.ts'
import { amendTypedData, commitTypedData } from '#domain/typed-data.ts'
import { hexToString, keccak256 } from 'viem/utils'

import { fakeSignature, type LedgerCall } from './fake-calls.ts'
import { payeesIn, unindex } from './indexed-lists.ts'
import { Refusal } from './refusal.ts'

import type { BatchHeader, BatchRef, ChainCall, ChainIdentity, LedgerEventBody } from '#ports/chain.ts'
import type { Address, Hex } from 'viem'

export type LedgerPool = {
  readonly availableMicros: bigint
  readonly reservedMicros: bigint
  readonly nextSeq: number
}

export type LedgerBatch = {
  readonly pool: number
  readonly seq: number
  /** 0 once settled or vetoed. */
  readonly maturesAtSeconds: number
  readonly records: Hex
  readonly netList: Hex
  /** What each record still holds, by `payee:tag`. */
  readonly rest: ReadonlyMap<string, bigint>
  readonly end: 'open' | 'settled' | 'vetoed'
}

export type LedgerState = {
  readonly pools: ReadonlyMap<number, LedgerPool>
  readonly batches: ReadonlyMap<string, LedgerBatch>
  readonly owed: ReadonlyMap<Address, bigint>
  readonly paid: ReadonlyMap<Address, bigint>
}

export type LedgerTerms = {
  readonly identity: ChainIdentity
  /** Key that signs a pool's batches. */
  readonly orderKeyOf: (pool: number) => Hex
  /** Whom the token refuses at the moment. */
  readonly isRefused: (payee: Address) => boolean
}

export type Executed = { readonly state: LedgerState; readonly events: readonly LedgerEventBody[] }

export const emptyLedger: LedgerState = {
  pools: new Map(),
  batches: new Map(),
  owed: new Map(),
  paid: new Map(),
}

export function batchKeyOf(pool: number, seq: number): string {
  return `${pool}:${seq}`
}

/** What the ledger makes of a call at `now`; throws `Refusal` with the name of the contract's error. */
export function execute(terms: LedgerTerms, state: LedgerState, { data }: ChainCall, now: number): Executed {
  const call = JSON.parse(hexToString(data)) as LedgerCall
  switch (call.kind) {
    case 'commit':
      return commit(terms, state, call, now)
    case 'amend':
      return amend(terms, state, call, now)
    case 'settle':
      return settle(terms, state, call, now)
    case 'pay':
      return push(terms, state, call.payees, 'Paid')
    case 'veto':
      return veto(state, call, now)
    case 'deposit':
    case 'takeBack':
      return moveMoney(state, call)
  }
}

type CallOf<Kind extends LedgerCall['kind']> = Extract<LedgerCall, { kind: Kind }>

function commit(terms: LedgerTerms, state: LedgerState, call: CallOf<'commit'>, now: number): Executed {
  const { pool, seq, records, signature } = call
  const header: BatchHeader = { ...call.header, counts: BigInt(call.header.counts) }
  const standing = state.pools.get(pool)
  if (!standing) throw new Refusal('PoolUnknown')
  if (seq !== standing.nextSeq) throw new Refusal('SeqNotNext')
  if (now > header.deadlineSeconds) throw new Refusal('DeadlinePassed')
  const { chainId, ledger } = terms.identity
  const signed = commitTypedData({ chainId, ledger, pool, seq, recordsHash: recordsHash(records), header })
  if (signature !== fakeSignature(terms.orderKeyOf(pool), signed)) throw new Refusal('SignatureInvalid')
  const decoded = decodeRecords(records)
  const total = sumMicros(decoded.map((record) => record.micros))
  if (total > standing.availableMicros) throw new Refusal('AvailableExceeded')

  const maturesAtSeconds = now + header.holdSeconds
  const batch: LedgerBatch = {
    pool,
    seq,
    maturesAtSeconds,
    records,
    netList: encodeNetList(netListOf(decoded)),
    rest: new Map(decoded.map((record) => [`${record.payee}:${record.tag}`, record.micros])),
    end: 'open',
  }
  const moved = {
    availableMicros: standing.availableMicros - total,
    reservedMicros: standing.reservedMicros + total,
    nextSeq: seq + 1,
  }
  return {
    state: withBatch({ ...state, pools: new Map(state.pools).set(pool, moved) }, batch),
    events: [{ name: 'Committed', pool, seq, maturesAtSeconds, records }],
  }
}

function amend(terms: LedgerTerms, state: LedgerState, call: CallOf<'amend'>, now: number): Executed {
  const { ref, deadlineSeconds, reductions, signature } = call
  const batch = openBatch(state, ref)
  if (now >= batch.maturesAtSeconds) throw new Refusal('BatchMatured')
  checkHash(batch, ref)
  if (now > deadlineSeconds) throw new Refusal('DeadlinePassed')
  const { chainId, ledger } = terms.identity
  const { pool, seq } = ref
  const signed = amendTypedData({
    chainId,
    ledger,
    pool,
    seq,
    batchHash: batchHash(ref.recordsHash, ref.netList),
    reductionsHash: keccak256(reductions),
    deadlineSeconds,
  })
  if (signature !== fakeSignature(terms.orderKeyOf(pool), signed)) throw new Refusal('SignatureInvalid')

  const entries = decodeNetList(batch.netList)
  const taken = decodeReductions(reductions)
  const rest = new Map(batch.rest)
  for (const { index, tag, micros: amount } of taken) {
    const place = `${entries[index]?.payee ?? ''}:${tag}`
    const left = (rest.get(place) ?? -1n) - amount
    // The ledger sees sums only; the audit would report this.
    if (left < 0n) throw new Error(`an amendment takes more than the record ${place} of ${pool}:${seq} holds`)
    rest.set(place, left)
  }
  const netList = encodeNetList(applyReductions(entries, taken))
  const back = sumMicros(taken.map((reduction) => reduction.micros))
  return {
    state: withBatch(release(state, pool, back), { ...batch, netList, rest }),
    events: [{ name: 'Amended', pool, seq, reductions }],
  }
}

function veto(state: LedgerState, { pool, seq }: CallOf<'veto'>, now: number): Executed {
  const batch = openBatch(state, { pool, seq })
  if (now >= batch.maturesAtSeconds) throw new Refusal('BatchMatured')
  const back = micros(totalOf(batch))
  return {
    state: withBatch(release(state, pool, back), { ...batch, maturesAtSeconds: 0, end: 'vetoed' }),
    events: [{ name: 'Vetoed', pool, seq, micros: back }],
  }
}

function settle(terms: LedgerTerms, state: LedgerState, call: CallOf<'settle'>, now: number): Executed {
  let next = state
  const events: LedgerEventBody[] = []
  const listed = payeesIn(call.payees)
  const sums = new Map<Address, bigint>()
  for (const ref of call.batches) {
    const batch = next.batches.get(batchKeyOf(ref.pool, ref.seq))
    if (!batch) throw new Refusal('BatchUnknown')
    if (batch.end !== 'open') continue
    if (now < batch.maturesAtSeconds) throw new Refusal('BatchNotMatured')
    const entries = unindex(ref.indexedNetList, listed)
    checkHash(batch, { ...ref, netList: encodeNetList(entries) })
    for (const { payee, micros: amount } of entries) sums.set(payee, (sums.get(payee) ?? 0n) + amount)
    const pool = next.pools.get(ref.pool)!
    const spent = { ...pool, reservedMicros: pool.reservedMicros - totalOf(batch) }
    next = withBatch(
      { ...next, pools: new Map(next.pools).set(ref.pool, spent) },
      {
        ...batch,
        maturesAtSeconds: 0,
        end: 'settled',
      },
    )
    events.push({ name: 'Settled', pool: ref.pool, seq: ref.seq, index: events.length, push: call.push })
  }
  // Everyone once, in the order of the call's list; a sum of 0 touches nobody.
  const credited = listed.filter((payee) => (sums.get(payee) ?? 0n) > 0n)
  const owed = new Map(next.owed)
  for (const payee of credited) owed.set(payee, (owed.get(payee) ?? 0n) + (sums.get(payee) ?? 0n))
  next = { ...next, owed }
  if (!call.push) return { state: next, events }
  const pushed = push(terms, next, credited, 'Pushed')
  return { state: pushed.state, events: [...events, ...pushed.events] }
}

function push(
  { isRefused }: LedgerTerms,
  state: LedgerState,
  payees: readonly Address[],
  name: 'Paid' | 'Pushed',
): Executed {
  const owed = new Map(state.owed)
  const paid = new Map(state.paid)
  const events: LedgerEventBody[] = []
  for (const payee of payees) {
    const amount = owed.get(payee) ?? 0n
    if (amount < DEFAULT_MINIMUM_MICROS) continue
    if (isRefused(payee)) {
      if (name === 'Pushed') events.push({ name: 'PayDeferred', payee, owedMicros: micros(amount) })
      continue
    }
    owed.set(payee, 0n)
    paid.set(payee, (paid.get(payee) ?? 0n) + amount)
    events.push({ name, payee, micros: micros(amount) })
  }
  return { state: { ...state, owed, paid }, events }
}

function moveMoney(
  state: LedgerState,
  { kind, pool, micros: text }: CallOf<'deposit' | 'takeBack'>,
): Executed {
  const standing = state.pools.get(pool) ?? { availableMicros: 0n, reservedMicros: 0n, nextSeq: 1 }
  const asked = BigInt(text)
  const amount = kind === 'deposit' || asked < standing.availableMicros ? asked : standing.availableMicros
  if (amount === 0n) throw new Refusal('AmountZero')
  const availableMicros = standing.availableMicros + (kind === 'deposit' ? amount : -amount)
  const owner: Address = `0x${'2'.repeat(40)}`
  return {
    state: { ...state, pools: new Map(state.pools).set(pool, { ...standing, availableMicros }) },
    events: [
      kind === 'deposit'
        ? { name: 'Deposited', pool, from: owner, micros: micros(amount) }
        : { name: 'PoolWithdrawn', pool, to: owner, micros: micros(amount) },
    ],
  }
}

function openBatch(
  state: LedgerState,
  { pool, seq }: { readonly pool: number; readonly seq: number },
): LedgerBatch {
  const batch = state.batches.get(batchKeyOf(pool, seq))
  if (!batch) throw new Refusal('BatchUnknown')
  if (batch.end !== 'open') throw new Refusal('BatchNotOpen')
  return batch
}

function checkHash(batch: LedgerBatch, ref: BatchRef): void {
  if (ref.recordsHash !== recordsHash(batch.records) || ref.netList !== batch.netList) {
    throw new Refusal('BatchHashMismatch')
  }
}

function release(state: LedgerState, pool: number, back: Micros): LedgerState {
  const standing = state.pools.get(pool)!
  const availableMicros = standing.availableMicros + back
  const reservedMicros = standing.reservedMicros - back
  return { ...state, pools: new Map(state.pools).set(pool, { ...standing, availableMicros, reservedMicros }) }
}

function totalOf(batch: LedgerBatch): bigint {
  return decodeNetList(batch.netList).reduce((sum, entry) => sum + entry.micros, 0n)
}

function withBatch(state: LedgerState, batch: LedgerBatch): LedgerState {
  return { ...state, batches: new Map(state.batches).set(batchKeyOf(batch.pool, batch.seq), batch) }
}

/** The contract's error that a thrown value stands for; undefined when it is a fault of ours. */
export function refusalOf(error: unknown): string | undefined {
  if (error instanceof Refusal) return error.message
  return error instanceof Problem ? error.code : undefined
}
