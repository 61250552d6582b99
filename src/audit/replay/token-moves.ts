// The token's Transfer logs to and from the ledger: every inflow is a deposit or a donation, every outflow has a reason.

import { checkNames } from '../check-names.ts'
import type { TokenMove } from '../ledger-log.ts'
import { check } from '../tally.ts'
import { at, type Replay } from './context.ts'
import { replayPush } from './settle.ts'
import { takeFirst } from './chain-transaction-scope.ts'

/** Files a movement until its reason is known. Anyone can log a transfer of nothing in another's name: it is ignored. */
export function replayMove(replay: Replay, move: TokenMove): void {
  const { state, constants, scope } = replay
  if (move.raw === 0n || move.from === move.to) return
  if (move.to === constants.ledger) {
    state.tokens.inRaw += move.raw
    scope.inflows.push(move)
    return
  }
  state.tokens.outRaw += move.raw
  if (!replayPush(replay, move)) scope.outflows.push(move)
}

/** At the end of a chain transaction: pairs logged payments with Transfers, and names what is left on either side. */
export function checkMovesExplained({ state, tally, constants, scope }: Replay): void {
  for (const { event, to, micros, place, pool, payee } of scope.expected) {
    const raw = micros * constants.scale
    const move = takeFirst(scope.outflows, (candidate) => candidate.to === to && candidate.raw === raw)
    check(tally, checkNames.paidExactly, move !== undefined, () => ({
      ...(pool !== undefined && { pool }),
      ...(payee !== undefined && { payee }),
      ...at(place),
      expected: `a Transfer of ${raw} raw units to ${to}`,
      found: 'none in this chain transaction',
      sentence: `A ${event} log came without its tokens.`,
    }))
    if (move) check(tally, checkNames.outflowsExplained, true, () => unexplained(move))
  }
  for (const move of scope.outflows)
    check(tally, checkNames.outflowsExplained, false, () => unexplained(move))
  for (const move of scope.inflows) {
    state.tokens.donatedRaw += move.raw
    state.activity.donations += 1
  }
}

function unexplained({ to, raw, place }: TokenMove) {
  return {
    payee: to,
    ...at(place),
    expected: 'a push, Paid, Withdrawn or PoolWithdrawn for it',
    found: `${raw} raw units to ${to}`,
    sentence: 'Tokens left the ledger without a logged payment.',
  }
}
