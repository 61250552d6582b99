// A settle call: Settled logs credit matured batches; then each payee whose total of the call is above zero and who
// reaches the minimum is pushed, in ascending order of address, by a Transfer log or a PayDeferred log.

import { checkNames } from '../check-names.ts'
import { lower, type EventArgs, type Place, type TokenMove } from '../ledger-log.ts'
import { payeeOf } from '../state.ts'
import { check } from '../tally.ts'
import { at, batchOf, poolOf, type Replay } from './context.ts'
import { payFrom } from './payments.ts'
import type { PendingPush, SettleCall } from './chain-transaction-scope.ts'
import { credit } from './whose-money.ts'

type Settled = EventArgs<'Settled'>

/** Credits the batch to its payees and notes whom its call must push to. */
export function replaySettled(replay: Replay, place: Place, args: Settled): void {
  const { state, tally } = replay
  const pool = poolOf(replay, args.pool, place)
  const batch = batchOf(replay, pool, args.seq, place)
  const open = batch === undefined || (batch.status === 'open' && place.time >= batch.maturesAt)
  check(tally, checkNames.settledOnce, open, () => ({
    pool: pool.id,
    seq: args.seq,
    ...at(place),
    expected: `an open batch that matured at ${batch?.maturesAt}`,
    found: `a batch that is ${batch?.status}, at ${place.time}`,
    sentence:
      batch?.status === 'open'
        ? `Batch ${args.seq} of pool ${pool.id} was settled before it matured.`
        : `Batch ${args.seq} of pool ${pool.id} was settled again after it was ${batch?.status}.`,
  }))
  // A repeated log moves no money and opens no call: counting it again would only bury the finding above.
  if (batch && batch.status !== 'open') return
  const call = joinCall(replay, place, args)
  if (!batch) return
  for (const { payee, sumMicros } of batch.netList) {
    pool.reservedMicros -= sumMicros
    credit(payeeOf(state, payee), pool, sumMicros)
    if (sumMicros > 0n) call.payees.add(payee)
  }
  batch.status = 'settled'
  batch.netList = []
  batch.payees = []
  state.activity.settled += 1
}

/** The call that a Settled log belongs to: index 0 opens one, the others follow one by one. */
function joinCall(replay: Replay, place: Place, { pool, seq, index, push }: Settled): SettleCall {
  const { scope, tally } = replay
  const opens = index === 0n
  if (opens) endSettleCall(replay)
  const expectedIndex = opens ? 0 : (scope.call?.nextIndex ?? 0)
  const follows = BigInt(expectedIndex) === index && (opens || scope.call?.push === push)
  check(tally, checkNames.logsWhole, follows, () => ({
    pool,
    seq,
    ...at(place),
    expected: `Settled log ${expectedIndex} of its call`,
    found: `Settled log ${index}`,
    sentence: `The Settled logs of one call do not follow each other at batch ${seq} of pool ${pool}: one is missing.`,
  }))
  const call = (opens ? undefined : scope.call) ?? { place, push, nextIndex: 0, payees: new Set() }
  call.nextIndex = Number(index) + 1
  scope.call = call
  return call
}

/** Ends the crediting of a call, at the first log that is not its Settled: from here on its pushes are awaited. */
export function endSettleCall({ scope, state, constants }: Replay): void {
  const { call } = scope
  scope.call = undefined
  if (!call?.push) return
  // Lower-case hex of equal length sorts as the addresses do.
  for (const key of [...call.payees].sort()) {
    const { payee, owedMicros, minimumMicros } = payeeOf(state, key)
    const minimum = minimumMicros === 0n ? constants.defaultMinimumMicros : minimumMicros
    if (owedMicros >= minimum)
      scope.pushes.push({ payee, micros: owedMicros, place: call.place, late: false })
  }
}

/** Takes a Transfer out of the ledger as the push it is. Answers false when no push to that address is awaited. */
export function replayPush(replay: Replay, move: TokenMove): boolean {
  const { state, tally, constants } = replay
  const push = takePush(replay, move.to, move.place)
  if (!push) return false
  const raw = push.micros * constants.scale
  check(tally, checkNames.outflowsExplained, true, () => unpaid(push))
  check(tally, checkNames.paidExactly, move.raw === raw, () => ({
    payee: push.payee,
    ...at(move.place),
    expected: `${raw} raw units`,
    found: `${move.raw} raw units`,
    sentence: 'A push moved another amount than the payee was owed.',
  }))
  payFrom(replay, push.payee, push.micros, move.place)
  state.activity.pushes += 1
  return true
}

/** A push that the token failed: one that its call had to make, and the whole amount stays owed. */
export function replayPayDeferred(replay: Replay, place: Place, args: EventArgs<'PayDeferred'>): void {
  const payee = lower(args.payee)
  const push = takePush(replay, payee, place)
  check(replay.tally, checkNames.logsWhole, push?.micros === args.owedMicros, () => ({
    payee,
    ...at(place),
    expected: push ? `${push.micros} deferred` : 'no push to this payee',
    found: `${args.owedMicros} deferred`,
    sentence: 'A deferred push is not one that its settle call had to make.',
  }))
  replay.state.activity.deferred += 1
}

/** Reports every push that the chain transaction neither made nor deferred. */
export function checkPushesMade({ scope, tally }: Replay): void {
  for (const push of scope.pushes) check(tally, checkNames.outflowsExplained, false, () => unpaid(push))
}

function takePush({ scope, tally }: Replay, payee: string, place: Place): PendingPush | undefined {
  const index = scope.pushes.findIndex((push) => push.payee === payee)
  const [push] = index < 0 ? [] : scope.pushes.splice(index, 1)
  if (!push) return undefined
  // Whoever is passed over comes late, which is told then, or not at all, which is told at the end: once either way.
  for (const passed of scope.pushes.slice(0, index)) passed.late = true
  check(tally, checkNames.logsWhole, !push.late, () => ({
    payee: push.payee,
    ...at(place),
    expected: 'pushes in ascending order of address',
    found: 'a push behind that of a higher address',
    sentence: 'The pushes of a settle call are out of order.',
  }))
  return push
}

function unpaid({ payee, micros, place }: PendingPush) {
  return {
    payee,
    ...at(place),
    expected: `${micros} pushed or deferred`,
    found: 'neither',
    sentence: 'A settle call neither paid nor deferred a payee who reached the minimum.',
  }
}
