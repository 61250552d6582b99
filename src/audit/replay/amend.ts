// What lowers an open batch before it matures: signed amendments and the pool owner's veto.

import { keccak256 } from 'viem'
import { checkNames } from '../check-names.ts'
import { batchHashOf, decodeReductions, type Reduction } from '../decode-records.ts'
import type { EventArgs, Place } from '../ledger-log.ts'
import { batchMicros, type BatchState, type PoolState } from '../state.ts'
import { check } from '../tally.ts'
import { recoverAmendSigner } from '../typed-data.ts'
import { at, batchOf, poolOf, type Replay } from './context.ts'

type Amended = EventArgs<'Amended'>

/** A signed amendment: it lowers records that exist, and gives the difference back to the pool. */
export async function replayAmended(replay: Replay, place: Place, args: Amended): Promise<void> {
  const pool = poolOf(replay, args.pool, place)
  const batch = batchOf(replay, pool, args.seq, place)
  if (!batch || !checkOpen(replay, pool, batch, place, 'amended')) return
  await checkSignature(replay, pool, batch, args, place)
  const reductions = readReductions(replay, pool, batch, args, place)
  const before = batchMicros(batch)
  for (const reduction of reductions) reduce(replay, pool, batch, reduction, place)
  const freed = before - batchMicros(batch)
  pool.reservedMicros -= freed
  pool.availableMicros += freed
  pool.amendedMicros += freed
  batch.batchHash = batchHashOf(batch.recordsHash, batch.netList)
  if (batch.amendments === 0) replay.state.activity.amended += 1
  batch.amendments += 1
  replay.state.activity.amendments += 1
}

/** A veto: all that the batch still holds goes back to the pool. */
export function replayVetoed(replay: Replay, place: Place, args: EventArgs<'Vetoed'>): void {
  const pool = poolOf(replay, args.pool, place)
  const batch = batchOf(replay, pool, args.seq, place)
  if (!batch || !checkOpen(replay, pool, batch, place, 'vetoed')) return
  const micros = batchMicros(batch)
  check(replay.tally, checkNames.logsWhole, args.micros === micros, () => ({
    pool: pool.id,
    seq: batch.seq,
    ...at(place),
    expected: `${micros}`,
    found: `${args.micros}`,
    sentence: `The veto of batch ${batch.seq} of pool ${pool.id} frees another amount than the batch held.`,
  }))
  pool.reservedMicros -= micros
  pool.availableMicros += micros
  pool.vetoedMicros += micros
  batch.status = 'vetoed'
  batch.netList = []
  batch.payees = []
  replay.state.activity.vetoed += 1
}

function checkOpen(
  { tally }: Replay,
  pool: PoolState,
  batch: BatchState,
  place: Place,
  verb: string,
): boolean {
  const inTime = batch.status === 'open' && place.time < batch.maturesAt
  check(tally, checkNames.releasedBeforeMaturity, inTime, () => ({
    pool: pool.id,
    seq: batch.seq,
    ...at(place),
    expected: `an open batch before ${batch.maturesAt}`,
    found: `a batch that is ${batch.status}, at ${place.time}`,
    sentence: `Batch ${batch.seq} of pool ${pool.id} was ${verb} when that was no longer allowed.`,
  }))
  return batch.status === 'open'
}

async function checkSignature(
  replay: Replay,
  pool: PoolState,
  batch: BatchState,
  args: Amended,
  place: Place,
): Promise<void> {
  const { constants, tally } = replay
  if (!pool.terms) return
  const { deadline } = args
  const message = {
    pool: pool.id,
    seq: batch.seq,
    batchHash: batch.batchHash,
    reductionsHash: keccak256(args.reductions),
    deadline,
  }
  const signer = await recoverAmendSigner(constants, message, args.signature)
  const describe = () => ({
    pool: pool.id,
    seq: batch.seq,
    ...at(place),
    expected: `a signature by the order signer ${pool.orderSigner} that starts from ${batch.batchHash}`,
    found: signer ? `a signature by ${signer}` : 'bytes that are no signature',
    sentence: `An amendment of batch ${batch.seq} of pool ${pool.id} is not what the order signer signed.`,
  })
  if (check(tally, checkNames.signed, signer === pool.orderSigner, describe)) {
    check(tally, checkNames.signaturesBound, true, describe)
  }
  check(tally, checkNames.withinTerms, place.time <= deadline, () => ({
    pool: pool.id,
    seq: batch.seq,
    ...at(place),
    expected: `at most ${deadline}`,
    found: `${place.time}`,
    sentence: `Batch ${batch.seq} of pool ${pool.id} was amended after the amendment’s deadline.`,
  }))
}

function readReductions(
  { tally }: Replay,
  pool: PoolState,
  batch: BatchState,
  args: Amended,
  place: Place,
): Reduction[] {
  const decoded = decodeReductions(args.reductions)
  check(tally, checkNames.recordsFormed, decoded.ok, () => ({
    pool: pool.id,
    seq: batch.seq,
    ...at(place),
    expected: 'index 2 B · tag 6 B · micros 5 B, ascending',
    found: decoded.ok ? '' : `byte ${decoded.offset}: ${decoded.reason}`,
    sentence: `The reductions of batch ${batch.seq} of pool ${pool.id} cannot be read.`,
  }))
  return decoded.ok ? decoded.value : []
}

/**
 * Lowers one record and its payee's sum. The contract sees sums alone, so a reduction that names no record, or takes
 * one below zero, passes there and is found here; the sum still follows the contract.
 */
function reduce(
  { tally }: Replay,
  pool: PoolState,
  batch: BatchState,
  { index, tag, micros }: Reduction,
  place: Place,
): void {
  const entry = batch.netList[index]
  const group = batch.payees[index]
  const record = group?.records.find((candidate) => candidate.tag === tag)
  const left = record?.micros ?? 0n
  check(tally, checkNames.reductionsFit, record !== undefined && micros <= left, () => ({
    pool: pool.id,
    seq: batch.seq,
    ...(group && { payee: group.payee }),
    ...at(place),
    expected: record
      ? `at most ${left} off the record tagged ${tag}`
      : `a record tagged ${tag} at index ${index}`,
    found: record ? `${micros}` : 'none',
    sentence: `A reduction of batch ${batch.seq} of pool ${pool.id} does not fit the record it names.`,
  }))
  if (record) record.micros -= micros < left ? micros : left
  if (entry) entry.sumMicros -= micros < entry.sumMicros ? micros : entry.sumMicros
}
