// What a shop has taken back from a pool, and what is on its way.

import type { Micros } from '#domain/money.ts'
import type { Instant } from '#domain/order-facts.ts'
import { Problem } from '#domain/problem.ts'
import { SECOND_MS } from '#domain/time.ts'
import type { WithdrawalRow, WithdrawalState } from '#ports/withdrawal-rows.ts'
import type { Address } from 'viem'

import type { AppDeps } from '../deps.ts'

export type WithdrawalView = {
  readonly withdrawalId: string
  readonly amount: Micros
  readonly to: Address
  readonly state: WithdrawalState
  readonly askedAt: Instant
  /** When the ledger's notice is over; null before it has answered. */
  readonly readyAt: Instant | null
  /** What came of it; null before. */
  readonly paid: Micros | null
}

/** A page of a program's withdrawals, newest first; throws `not_found` for another's program. */
export async function listWithdrawals(
  deps: Pick<AppDeps, 'retailers'>,
  {
    retailerId,
    programId,
    limit,
    after,
  }: {
    readonly retailerId: string
    readonly programId: string
    readonly limit: number
    readonly after?: string | undefined
  },
): Promise<{ readonly data: readonly WithdrawalView[]; readonly next: string | null }> {
  const rows = await deps.retailers.transaction(retailerId, async (unit) => {
    if (!(await unit.programs.program(programId))) throw new Problem('not_found')
    return unit.withdrawals.list(programId, { limit: limit + 1, after })
  })
  const page = rows.slice(0, limit)
  return { data: page.map(viewOf), next: rows.length > limit ? (page.at(-1)?.withdrawalId ?? null) : null }
}

function viewOf({ withdrawalId, micros, to, state, askedAt, ...row }: WithdrawalRow): WithdrawalView {
  const readyAt = row.readyAtSeconds === null ? null : row.readyAtSeconds * SECOND_MS
  return { withdrawalId, amount: micros, to, state, askedAt, readyAt, paid: row.paidMicros }
}
