// A commit: a signed batch whose rewards move from available to reserved until it matures.

import { keccak256 } from 'viem'
import { checkNames } from '../check-names.ts'
import { batchHashOf, decodeRecords, netListOf, type PayeeRecords } from '../decode-records.ts'
import type { EventArgs, Place } from '../ledger-log.ts'
import { batchMicros, type BatchState, type PoolState } from '../state.ts'
import { check } from '../tally.ts'
import { recoverCommitSigner } from '../typed-data.ts'
import { at, markMissing, poolOf, type Replay } from './context.ts'
import { levelAfter } from './rate.ts'

type Committed = EventArgs<'Committed'>

/** Width of each of the four order counts in the header's word. */
const COUNT_BITS = 64n
const COUNT_MASK = (1n << COUNT_BITS) - 1n

/** Opens the batch as its log describes it, and checks that signature, terms and records allow it. */
export async function replayCommitted(replay: Replay, place: Place, args: Committed): Promise<void> {
  const pool = poolOf(replay, args.pool, place)
  if (!takeSeq(replay, pool, args.seq, place)) return
  const payees = readRecords(replay, pool, args, place)
  const recordsHash = keccak256(args.records)
  const netList = netListOf(payees)
  const batch: BatchState = {
    seq: args.seq,
    status: 'open',
    maturesAt: args.maturesAt,
    recordsHash,
    batchHash: batchHashOf(recordsHash, netList),
    netList,
    payees,
    amendments: 0,
  }
  pool.batches.set(args.seq, batch)
  await checkSignature(replay, pool, batch, args, place)
  checkTerms(replay, pool, batch, args, place)
  const micros = batchMicros(batch)
  pool.availableMicros -= micros
  pool.reservedMicros += micros
  pool.committedMicros += micros
  replay.state.activity.committed += 1
  countOrders(pool, args.header.counts)
}

/** Batches of a pool are numbered without gaps. Answers false when the number was used before. */
function takeSeq({ tally }: Replay, pool: PoolState, seq: number, place: Place): boolean {
  const repeated = seq < pool.nextSeq
  check(tally, checkNames.logsWhole, seq === pool.nextSeq, () => ({
    pool: pool.id,
    seq: repeated ? seq : pool.nextSeq,
    ...at(place),
    expected: `batch ${pool.nextSeq} as the next of pool ${pool.id}`,
    found: `batch ${seq}`,
    sentence: repeated
      ? `Batch ${seq} of pool ${pool.id} is committed a second time.`
      : `The Committed log of batch ${pool.nextSeq} of pool ${pool.id} is missing: batch ${seq} comes next.`,
  }))
  if (repeated) return false
  if (seq > pool.nextSeq) markMissing(pool, pool.nextSeq)
  pool.nextSeq = seq + 1
  return true
}

function readRecords(
  { state, tally, constants }: Replay,
  pool: PoolState,
  args: Committed,
  place: Place,
): PayeeRecords[] {
  const decoded = decodeRecords(args.records)
  check(tally, checkNames.recordsFormed, decoded.ok, () => ({
    pool: pool.id,
    seq: args.seq,
    ...at(place),
    expected: 'payee 20 B · count 1 B · count × (tag 6 B · reward 5 B), ascending',
    found: decoded.ok ? '' : `byte ${decoded.offset}: ${decoded.reason}`,
    sentence: `The records of batch ${args.seq} of pool ${pool.id} cannot be read.`,
  }))
  if (!decoded.ok) return []
  const payees = decoded.value
  const forbidden = payees.find(
    ({ payee }) => /^0x0+$/.test(payee) || payee === constants.ledger || payee === constants.token,
  )
  const allowed = forbidden === undefined && payees.length <= constants.maxPayees
  check(tally, checkNames.recordsFormed, allowed, () => ({
    pool: pool.id,
    seq: args.seq,
    ...(forbidden && { payee: forbidden.payee }),
    ...at(place),
    expected: `at most ${constants.maxPayees} payees, none of them zero, the ledger or the token`,
    found: forbidden ? `payee ${forbidden.payee}` : `${payees.length} payees`,
    sentence: `Batch ${args.seq} of pool ${pool.id} names payees that the ledger refuses.`,
  }))
  for (const { records } of payees) {
    state.activity.records += records.length
    for (const record of records) if (record.supplement) state.activity.supplements += 1
  }
  return payees
}

async function checkSignature(
  replay: Replay,
  pool: PoolState,
  batch: BatchState,
  args: Committed,
  place: Place,
): Promise<void> {
  const { constants, tally } = replay
  if (!pool.terms) return
  const { holdSeconds, deadline, evidenceRoot, policyHash, counts } = args.header
  const message = {
    pool: pool.id,
    seq: args.seq,
    recordsHash: batch.recordsHash,
    holdSeconds,
    deadline,
    evidenceRoot,
    policyHash,
    counts,
  }
  const signer = await recoverCommitSigner(constants, message, args.signature)
  const describe = () => ({
    pool: pool.id,
    seq: args.seq,
    ...at(place),
    expected: `a signature by the order signer ${pool.orderSigner}`,
    found: signer ? `a signature by ${signer}` : 'bytes that are no signature',
    sentence: `The records or header of batch ${args.seq} of pool ${pool.id} are not what the order signer signed.`,
  })
  if (check(tally, checkNames.signed, signer === pool.orderSigner, describe)) {
    check(tally, checkNames.signaturesBound, true, describe)
  }
}

function checkTerms(
  { tally, constants }: Replay,
  pool: PoolState,
  batch: BatchState,
  args: Committed,
  place: Place,
): void {
  const { terms } = pool
  if (!terms) return
  const { seq } = args
  const { holdSeconds, deadline } = args.header
  const micros = batchMicros(batch)
  const level = levelAfter(pool, terms, place.time)
  const limit = (holds: boolean, expected: string, found: string, what: string) =>
    check(tally, checkNames.withinTerms, holds, () => ({
      pool: pool.id,
      seq,
      ...at(place),
      expected,
      found,
      sentence: `Batch ${seq} of pool ${pool.id} ${what}.`,
    }))

  const held = holdSeconds >= terms.minHoldSeconds && holdSeconds <= constants.maxHoldSeconds
  limit(
    held,
    `${terms.minHoldSeconds} to ${constants.maxHoldSeconds} s`,
    `${holdSeconds} s`,
    'has a hold outside its bounds',
  )
  const maturesAt = place.time + holdSeconds
  limit(
    args.maturesAt === maturesAt,
    `${maturesAt}`,
    `${args.maturesAt}`,
    'does not mature when its hold ends',
  )
  limit(place.time <= deadline, `at most ${deadline}`, `${place.time}`, 'was committed after its deadline')
  limit(
    micros <= pool.availableMicros,
    `at most ${pool.availableMicros}`,
    `${micros}`,
    'reserves more than is available',
  )
  limit(micros <= level, `at most ${level}`, `${micros}`, 'reserves more than the rate limit allows')
  checkCaps(tally, pool, terms.rewardCapMicros, batch, place)
  pool.rateLevelMicros = level - micros
  pool.rateUpdatedAt = place.time
}

function checkCaps(
  tally: Replay['tally'],
  pool: PoolState,
  capMicros: bigint,
  batch: BatchState,
  place: Place,
): void {
  for (const { payee, records } of batch.payees) {
    const over = records.find((record) => record.micros > capMicros)
    check(tally, checkNames.withinTerms, over === undefined, () => ({
      pool: pool.id,
      seq: batch.seq,
      payee,
      ...at(place),
      expected: `at most ${capMicros}`,
      found: `${over?.micros} for the record tagged ${over?.tag}`,
      sentence: `Batch ${batch.seq} of pool ${pool.id} rewards one order above the pool’s cap.`,
    }))
  }
}

/** seen · rewarded · rejected · under review, 64 bits each from the top. */
function countOrders(pool: PoolState, counts: bigint): void {
  pool.orders.seen += (counts >> (3n * COUNT_BITS)) & COUNT_MASK
  pool.orders.rewarded += (counts >> (2n * COUNT_BITS)) & COUNT_MASK
  pool.orders.rejected += (counts >> COUNT_BITS) & COUNT_MASK
  pool.orders.underReview += counts & COUNT_MASK
}
