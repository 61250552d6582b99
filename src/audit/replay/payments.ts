// Payments that have a log of their own: `pay` by anyone, `withdraw` by the payee; and the payee's own minimum.

import type { Address } from 'viem'
import { checkNames } from '../check-names.ts'
import { lower, type EventArgs, type Place } from '../ledger-log.ts'
import { payeeOf } from '../state.ts'
import { check } from '../tally.ts'
import { at, type Replay } from './context.ts'
import { payOut } from './whose-money.ts'

/** `pay` sends all that is owed, once it reaches the payee's minimum. */
export function replayPaid(replay: Replay, place: Place, args: EventArgs<'Paid'>): void {
  const { state, constants, scope } = replay
  const payee = lower(args.payee)
  const { owedMicros, minimumMicros } = payeeOf(state, payee)
  const minimum = minimumMicros === 0n ? constants.defaultMinimumMicros : minimumMicros
  check(replay.tally, checkNames.paidExactly, args.micros === owedMicros && args.micros >= minimum, () => ({
    payee,
    ...at(place),
    expected: `all of ${owedMicros}, when at least ${minimum}`,
    found: `${args.micros}`,
    sentence: 'A payment is not what the payee was owed.',
  }))
  payFrom(replay, payee, args.micros, place)
  scope.expected.push({ event: 'Paid', to: payee, micros: args.micros, place, payee })
  state.activity.pays += 1
}

/** A withdrawal by the payee: any amount of what is owed, to where they said. */
export function replayWithdrawn(replay: Replay, place: Place, args: EventArgs<'Withdrawn'>): void {
  const payee = lower(args.payee)
  payFrom(replay, payee, args.micros, place)
  replay.scope.expected.push({ event: 'Withdrawn', to: lower(args.to), micros: args.micros, place, payee })
  replay.state.activity.withdrawals += 1
}

/** The payee's own minimum; 0 for the deployment's default. */
export function replayMinimumPayoutSet({ state }: Replay, args: EventArgs<'MinimumPayoutSet'>): void {
  payeeOf(state, lower(args.payee)).minimumMicros = args.micros
}

/** Takes `micros` from what the payee is owed, oldest credit first; reports what no credit covers. */
export function payFrom({ state, tally }: Replay, payee: Address, micros: bigint, place: Place): void {
  const owed = payeeOf(state, payee)
  const before = owed.owedMicros
  const uncovered = payOut(owed, micros)
  check(tally, checkNames.paidExactly, uncovered === 0n, () => ({
    payee,
    ...at(place),
    expected: `at most ${before}`,
    found: `${micros}`,
    sentence: 'A payee was paid more than the settled batches credit.',
  }))
  const { activity } = state
  if (activity.smallestPaymentMicros === 0n || micros < activity.smallestPaymentMicros)
    activity.smallestPaymentMicros = micros
}
