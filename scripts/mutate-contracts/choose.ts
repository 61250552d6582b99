// Chooses which mutants a run judges.

import { createHash } from 'node:crypto'
import type { MutateArguments } from './arguments.ts'
import type { Mutant } from './mutants.ts'

/** The mutants that the arguments ask for, in their order; `survived` says which did last time. */
export function chooseMutants(
  mutants: readonly Mutant[],
  { only, survivors, sample, seed }: MutateArguments,
  survived: (id: string) => boolean,
): readonly Mutant[] {
  const asked = mutants
    .filter(({ file }) => only === undefined || file.endsWith(only))
    .filter(({ id }) => !survivors || survived(id))
  if (sample === undefined) return asked
  const rank = ({ id }: Mutant) => createHash('sha256').update(`${seed} ${id}`).digest('hex')
  const ranked = asked.map((mutant) => ({ mutant, rank: rank(mutant) }))
  const chosen = new Set(
    ranked
      .sort((a, b) => (a.rank < b.rank ? -1 : 1))
      .slice(0, sample)
      .map(({ mutant }) => mutant),
  )
  return asked.filter((mutant) => chosen.has(mutant))
}
