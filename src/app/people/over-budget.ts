// Which programs let a person's rewards wait for their budget, asked of the retailers they belong to.

import { maxMicros } from '#domain/money.ts'

import { isOverBudget } from '../policies/read-spending.ts'

import type { ProgramId } from '#domain/ids.ts'
import type { PersonRewardRow } from '#ports/recommender-store.ts'

import type { AppDeps } from '../deps.ts'

/** Programs in which a reward of the rows waits and the budget is used up. */
export async function overBudget(
  deps: Pick<AppDeps, 'retailers' | 'clock'>,
  rows: readonly PersonRewardRow[],
): Promise<ReadonlySet<ProgramId>> {
  const waiting = rows.filter(({ waitingMicros }) => waitingMicros > 0n)
  const byProgram = Map.groupBy(waiting, ({ programId }) => programId)
  const now = deps.clock.now()
  const over = new Set<ProgramId>()
  for (const [programId, [first, ...others]] of byProgram) {
    if (!first) continue
    const waitingMicros = others.reduce(
      (most, row) => maxMicros(most, row.waitingMicros),
      first.waitingMicros,
    )
    const isOver = await deps.retailers.transaction(first.retailerId, (unit) =>
      isOverBudget(unit, { programId, now, waitingMicros }),
    )
    if (isOver) over.add(programId)
  }
  return over
}
