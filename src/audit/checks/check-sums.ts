// Every pool adds up, and together the pools owe exactly what the payees are owed.

import { checkNames } from '../check-names.ts'
import type { Replay } from '../replay/context.ts'
import { check } from '../tally.ts'

/** At the end of the replay, as of `block`. */
export function checkSums({ state, tally }: Replay, block: number): void {
  let poolsOwe = 0n
  for (const pool of state.pools.values()) {
    const parts = [
      pool.availableMicros,
      pool.reservedMicros,
      pool.owedMicros,
      pool.paidMicros,
      pool.withdrawnMicros,
    ]
    const sum = parts.reduce((total, part) => total + part, 0n)
    const adds = sum === pool.depositedMicros && parts.every((part) => part >= 0n)
    check(tally, checkNames.poolsAddUp, adds, () => ({
      pool: pool.id,
      block,
      expected: `${pool.depositedMicros}, every part at least 0`,
      found: parts.join(' + '),
      sentence: `Pool ${pool.id} does not add up: deposited is not available, reserved, owed, paid and withdrawn.`,
    }))
    poolsOwe += pool.owedMicros
  }
  let payeesOwed = 0n
  for (const payee of state.payees.values()) payeesOwed += payee.owedMicros
  check(tally, checkNames.poolsAddUp, poolsOwe === payeesOwed, () => ({
    block,
    expected: `${payeesOwed}`,
    found: `${poolsOwe}`,
    sentence: 'The pools together owe another amount than the payees are owed.',
  }))
  check(tally, checkNames.logsWhole, state.deployedInBlock !== undefined, () => ({
    block,
    expected: 'a Deployed log',
    found: 'none',
    sentence: 'The Deployed log is missing.',
  }))
}
