// Batches before they mature, in the model: commit, amend, veto.

import { keccak256, type Address, type Hex } from 'viem'
import { batchHash, packNetList, readRecords, reduce, totalOf, type NetList } from './batch-bytes.ts'
import type { CallArgs } from './interface.ts'
import { log } from './log.ts'
import { refuse } from './outcome.ts'
import { levelAt } from './rate-limit.ts'
import { batchKey, ownPool, poolOf, setPool, type Batch, type Ledger, type Pool } from './state.ts'
import { digestOf, ledgerDomain, LEDGER_TYPES, recover } from './typed-data.ts'

type Context = { readonly from: Address; readonly now: number }

export async function commit(ledger: Ledger, { now }: Context, args: CallArgs<'commit'>): Promise<void> {
  const [pool, seq, header, records, signature] = args
  const { maxHoldSeconds, maxPayees, ledger: itself, token } = ledger.deployment
  const found = poolOf(ledger, pool)
  if (seq !== found.nextSeq) refuse('SeqNotNext', seq, found.nextSeq)
  if (now > header.deadline) refuse('DeadlinePassed', header.deadline, now)
  if (header.holdSeconds < found.minHoldSeconds || header.holdSeconds > maxHoldSeconds)
    refuse('HoldOutOfBounds', header.holdSeconds, found.minHoldSeconds, maxHoldSeconds)
  const recordsHash = keccak256(records)
  const values = [
    pool,
    seq,
    recordsHash,
    header.holdSeconds,
    header.deadline,
    header.evidenceRoot,
    header.policyHash,
    header.counts,
  ]
  await checkSigner(ledger, found, { type: LEDGER_TYPES.Commit, values, signature })
  const { rewardCapMicros } = found
  const net = readRecords(records, { forbiddenPayees: [itself, token], maxPayees, rewardCapMicros })
  const total = totalOf(net)
  if (total > found.availableMicros) refuse('AvailableExceeded', total, found.availableMicros)
  const level = levelAt(found, now)
  if (total > level) refuse('RateExceeded', total, level)

  setPool(ledger, pool, {
    ...found,
    availableMicros: found.availableMicros - total,
    reservedMicros: found.reservedMicros + total,
    rateLevelMicros: level - total,
    rateUpdatedAt: now,
    nextSeq: seq + 1,
  })
  const maturesAt = now + header.holdSeconds
  setBatch(ledger, { pool, seq, maturesAt, recordsHash }, net)
  log(ledger, 'Committed', pool, seq, header, maturesAt, records, signature)
}

export async function amend(ledger: Ledger, { now }: Context, args: CallArgs<'amend'>): Promise<void> {
  const [reference, deadline, reductions, signature] = args
  const { pool, seq } = reference
  const batch = unmaturedBatch(ledger, reference, now)
  const found = poolOf(ledger, pool)
  if (now > deadline) refuse('DeadlinePassed', deadline, now)
  const values = [pool, seq, batch.hash, keccak256(reductions), deadline]
  await checkSigner(ledger, found, { type: LEDGER_TYPES.Amend, values, signature })
  const net = reduce(batch.net, reductions)

  release(ledger, pool, totalOf(batch.net) - totalOf(net))
  setBatch(ledger, batch, net)
  log(ledger, 'Amended', pool, seq, deadline, reductions, signature)
}

export function veto(ledger: Ledger, { from, now }: Context, [references]: CallArgs<'veto'>): void {
  for (const reference of references) {
    ownPool(ledger, reference.pool, from)
    const batch = unmaturedBatch(ledger, reference, now)
    const micros = totalOf(batch.net)
    release(ledger, batch.pool, micros)
    ledger.state.batches.set(batchKey(batch.pool, batch.seq), { ...batch, maturesAt: 0 })
    log(ledger, 'Vetoed', batch.pool, batch.seq, micros)
  }
}

/** What `pool` and `seq` name. Refuses what was never committed. */
export function batchOf({ state }: Ledger, pool: number, seq: number): Batch {
  return state.batches.get(batchKey(pool, seq)) ?? refuse('BatchUnknown', pool, seq)
}

/** Refuses a net list that is not the one that the stored hash was made of. */
export function checkHash(batch: Batch, recordsHash: Hex, netList: Hex): void {
  const given = batchHash(recordsHash, netList)
  if (given !== batch.hash) refuse('BatchHashMismatch', batch.pool, batch.seq, given, batch.hash)
}

type Reference = {
  readonly pool: number
  readonly seq: number
  readonly recordsHash: Hex
  readonly netList: Hex
}

function unmaturedBatch(ledger: Ledger, { pool, seq, recordsHash, netList }: Reference, now: number): Batch {
  const batch = batchOf(ledger, pool, seq)
  if (batch.maturesAt === 0) refuse('BatchNotOpen', pool, seq)
  if (now >= batch.maturesAt) refuse('BatchMatured', batch.maturesAt, now)
  checkHash(batch, recordsHash, netList)
  return batch
}

type Signed = { readonly type: string; readonly values: readonly unknown[]; readonly signature: Hex }

async function checkSigner(ledger: Ledger, { orderSigner }: Pool, signed: Signed): Promise<void> {
  const { chainId, ledger: itself } = ledger.deployment
  const digest = digestOf(ledgerDomain(chainId, itself), signed.type, signed.values)
  const recovered = await recover(digest, signed.signature)
  if (recovered !== orderSigner) refuse('SignatureInvalid', recovered, orderSigner)
}

function release(ledger: Ledger, pool: number, micros: bigint): void {
  const found = poolOf(ledger, pool)
  const { availableMicros, reservedMicros } = found
  setPool(ledger, pool, {
    ...found,
    availableMicros: availableMicros + micros,
    reservedMicros: reservedMicros - micros,
  })
}

function setBatch(ledger: Ledger, batch: Omit<Batch, 'net' | 'hash'>, net: NetList): void {
  const hash = batchHash(batch.recordsHash, packNetList(net))
  ledger.state.batches.set(batchKey(batch.pool, batch.seq), { ...batch, net, hash })
}
