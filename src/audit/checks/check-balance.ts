// The token balance: it covers every promise, and it is what the Transfer logs say.

import { checkNames } from '../check-names.ts'
import type { Replay } from '../replay/context.ts'
import { check } from '../tally.ts'

/** All raw token units. */
export type BalanceFacts = {
  readonly balanceRaw: bigint
  readonly promisedRaw: bigint
  /** Above what the logs brought: sent before the ledger was deployed, or by a token that moves without logs. */
  readonly unloggedRaw: bigint
}

/** `balanceRaw` is what the token says that the ledger holds at `block`, in raw units. */
export function checkBalance(
  { state, tally, constants }: Replay,
  balanceRaw: bigint,
  block: number,
): BalanceFacts {
  let promisedMicros = 0n
  for (const pool of state.pools.values())
    promisedMicros += pool.availableMicros + pool.reservedMicros + pool.owedMicros
  const promisedRaw = promisedMicros * constants.scale
  const loggedRaw = state.tokens.inRaw - state.tokens.outRaw

  check(tally, checkNames.balanceCovers, balanceRaw >= promisedRaw, () => ({
    block,
    expected: `at least ${promisedRaw} raw units`,
    found: `${balanceRaw} raw units`,
    sentence: `The ledger holds ${promisedRaw - balanceRaw} raw units less than it has promised.`,
  }))
  check(tally, checkNames.balanceExplained, balanceRaw >= loggedRaw, () => ({
    block,
    expected: `at least ${loggedRaw} raw units`,
    found: `${balanceRaw} raw units`,
    sentence: 'Tokens left the ledger without a Transfer log.',
  }))
  return { balanceRaw, promisedRaw, unloggedRaw: balanceRaw > loggedRaw ? balanceRaw - loggedRaw : 0n }
}
