// Replays logs in their order on the chain, one family of events a file, chain transaction by chain transaction.

import { checkNames } from '../check-names.ts'
import { lower, type EventArgs, type Place, type ReplayLog } from '../ledger-log.ts'
import { createLedgerState, type LedgerConstants } from '../state.ts'
import { check, createTally } from '../tally.ts'
import { replayAmended, replayVetoed } from './amend.ts'
import { replayCommitted } from './commit.ts'
import { at, type Replay } from './context.ts'
import { replayMinimumPayoutSet, replayPaid, replayWithdrawn } from './payments.ts'
import {
  replayDeposited,
  replayOrderSignerSet,
  replayPoolOpened,
  replayPoolTransferred,
  replayPoolTransferStarted,
  replayPoolWithdrawn,
  replayWithdrawalRequested,
} from './pools.ts'
import { checkPushesMade, endSettleCall, replayPayDeferred, replaySettled } from './settle.ts'
import { checkMovesExplained, replayMove } from './token-moves.ts'
import { openScope } from './chain-transaction-scope.ts'

/** A replay before its first log. */
export function createReplay(constants: LedgerConstants): Replay {
  return {
    constants,
    state: createLedgerState(),
    tally: createTally(),
    scope: openScope(''),
    last: undefined,
  }
}

/** Takes the next log. Logs come in the order of block and log index; two at one place are reported. */
export async function replayLog(replay: Replay, log: ReplayLog): Promise<void> {
  const { state } = replay
  checkAscending(replay, log.place)
  if (log.place.chainTransaction !== replay.scope.chainTransaction) {
    endChainTransaction(replay)
    replay.scope = openScope(log.place.chainTransaction)
  }
  const continues = log.kind === 'event' && log.event.eventName === 'Settled'
  if (!continues) endSettleCall(replay)
  if (log.kind === 'move') {
    state.activity.tokenTransfers += 1
    replayMove(replay, log.move)
    return
  }
  state.activity.ledgerLogs += 1
  if (log.kind === 'unreadable') reportForeign(replay, log.place, `topic ${log.topic}`)
  else await replayEvent(replay, log)
}

/** A log that the ledger's code, as published, never writes. */
function reportForeign({ tally }: Replay, place: Place, found: string): void {
  check(tally, checkNames.logsWhole, false, () => ({
    ...at(place),
    expected: 'an event of the interface',
    found,
    sentence: 'The ledger or its token wrote a log that is not in its interface.',
  }))
}

function checkAscending(replay: Replay, place: Place): void {
  const { last } = replay
  const ascends =
    last === undefined ||
    place.block > last.block ||
    (place.block === last.block && place.logIndex > last.logIndex)
  check(replay.tally, checkNames.logsWhole, ascends, () => ({
    ...at(place),
    expected: `a log behind ${last?.logIndex} of block ${last?.block}`,
    found: `log ${place.logIndex} of block ${place.block}`,
    sentence: 'The endpoint gave two logs for one place of the chain.',
  }))
  replay.last = place
}

/** Closes the last chain transaction. Call once, behind the last log. */
export function endReplay(replay: Replay): void {
  endChainTransaction(replay)
  replay.scope = openScope('')
}

/** Judges what the chain transaction has left unexplained. */
function endChainTransaction(replay: Replay): void {
  endSettleCall(replay)
  checkPushesMade(replay)
  checkMovesExplained(replay)
}

async function replayEvent(
  replay: Replay,
  { place, event }: Extract<ReplayLog, { kind: 'event' }>,
): Promise<void> {
  const { eventName } = event
  switch (eventName) {
    case 'Deployed':
      return replayDeployed(replay, place, event.args)
    case 'PoolOpened':
      return replayPoolOpened(replay, place, event.args)
    case 'OrderSignerSet':
      return replayOrderSignerSet(replay, place, event.args)
    case 'PoolTransferStarted':
      return replayPoolTransferStarted(replay, place, event.args)
    case 'PoolTransferred':
      return replayPoolTransferred(replay, place, event.args)
    case 'Deposited':
      return replayDeposited(replay, place, event.args)
    case 'Committed':
      return replayCommitted(replay, place, event.args)
    case 'Amended':
      return replayAmended(replay, place, event.args)
    case 'Vetoed':
      return replayVetoed(replay, place, event.args)
    case 'Settled':
      return replaySettled(replay, place, event.args)
    case 'PayDeferred':
      return replayPayDeferred(replay, place, event.args)
    case 'Paid':
      return replayPaid(replay, place, event.args)
    case 'Withdrawn':
      return replayWithdrawn(replay, place, event.args)
    case 'MinimumPayoutSet':
      return replayMinimumPayoutSet(replay, event.args)
    case 'WithdrawalRequested':
      return replayWithdrawalRequested(replay, place, event.args)
    case 'PoolWithdrawn':
      return replayPoolWithdrawn(replay, place, event.args)
    case 'EIP712DomainChanged':
      // Inherited from EIP-5267 and never logged: a ledger's domain is fixed.
      return reportForeign(replay, place, eventName)
    default:
      return eventName satisfies never
  }
}

/** The stored constants rule the replay; the Deployed log has to say the same. */
function replayDeployed(
  { state, tally, constants }: Replay,
  place: Place,
  args: EventArgs<'Deployed'>,
): void {
  const told = [
    lower(args.token),
    args.scale,
    args.defaultMinimumMicros,
    args.minHoldSeconds,
    args.maxHoldSeconds,
    args.noticeSeconds,
    args.requestWindowSeconds,
  ].join(' ')
  const stored = [
    constants.token,
    constants.scale,
    constants.defaultMinimumMicros,
    constants.minHoldSeconds,
    constants.maxHoldSeconds,
    constants.noticeSeconds,
    constants.requestWindowSeconds,
  ].join(' ')
  check(tally, checkNames.storedDeployment, told === stored && state.deployedInBlock === undefined, () => ({
    ...at(place),
    expected: stored,
    found: state.deployedInBlock === undefined ? told : 'a second Deployed log',
    sentence: 'The Deployed log does not say what the ledger stores of its deployment.',
  }))
  state.deployedInBlock ??= place.block
  state.deployedBy ??= place.chainTransaction
}
