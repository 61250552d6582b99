// A program comes to an end: orders count up to a last instant, everything promised is paid, and then the rest of the pool
// goes back by itself.

import type { Instant } from '#domain/order-facts.ts'
import { Problem } from '#domain/problem.ts'
import type { ClosingRow } from '#ports/withdrawal-rows.ts'
import type { Address } from 'viem'

import type { AppDeps } from '../deps.ts'
import { receiverOf } from '../pools/withdraw-from-pool.ts'
import { readClosing, type ClosingView, type ReadClosingDeps } from './read-closing.ts'

export type CloseProgramInput = {
  readonly retailerId: string
  readonly programId: string
  /** Orders paid later earn nothing; now when left out. */
  readonly lastOrderAt?: Instant | undefined
  /** Where the pool's money goes. */
  readonly to: Address
}

/**
 * Closes a program for good; the same a second time changes nothing. Throws `not_found` for another's program and one for
 * deals, `payee_forbidden`, `input_invalid` for a last instant that has passed, and `program_closing` when it was closed
 * before in another way.
 */
export async function closeProgram(
  deps: ReadClosingDeps & Pick<AppDeps, 'clock' | 'chainIdentity'>,
  { retailerId, programId, ...input }: CloseProgramInput,
): Promise<ClosingView> {
  const to = receiverOf(deps, input.to)
  const now = deps.clock.now()
  await deps.retailers.transaction(retailerId, async (unit) => {
    if ((await unit.programs.program(programId))?.kind !== 'sales') throw new Problem('not_found')
    await unit.pools.lock(programId)
    const standing = await unit.closings.find(programId)
    if (standing !== undefined) return checkSame(standing, input.lastOrderAt, to)
    const lastOrderAt = input.lastOrderAt ?? now
    if (lastOrderAt < now) {
      throw new Problem('input_invalid', { fields: [{ field: '/lastOrderAt', reason: 'has passed' }] })
    }
    await unit.closings.insert({ programId, lastOrderAt, to, askedAt: now })
  })
  return readClosing(deps, { retailerId, programId })
}

function checkSame(standing: ClosingRow, lastOrderAt: Instant | undefined, to: Address): void {
  const isSameDay = lastOrderAt === undefined || lastOrderAt === standing.lastOrderAt
  if (!isSameDay || to !== standing.to) throw new Problem('program_closing')
}
