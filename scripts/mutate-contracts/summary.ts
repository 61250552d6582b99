// Counts verdicts: what of the mutants is killed, what survived, and whether each survivor is explained.

import type { Verdict } from './judge.ts'
import type { Mutant } from './mutants.ts'

export type Judged = { readonly mutant: Mutant; readonly verdict: Verdict }

/** Why a survivor survives, by the id of the mutant. */
export type Explanations = Readonly<Record<string, string>>

export type Summary = {
  readonly killed: readonly Judged[]
  readonly survived: readonly Judged[]
  /** Not counted: they do not compile, or are the same bytecode as the original or as another mutant. */
  readonly uncompilable: number
  readonly unchanged: number
}

/** Sorts verdicts. Of mutants with the same bytecode the first counts. */
export function summarise(judged: readonly Judged[]): Summary {
  const seen = new Set<string>()
  const counted = judged.filter(({ verdict }) => {
    if (!('code' in verdict)) return false
    if (verdict.code === ENDLESS) return true
    if (seen.has(verdict.code)) return false
    seen.add(verdict.code)
    return true
  })
  const uncompilable = judged.filter(({ verdict }) => verdict.result === 'uncompilable').length
  return {
    killed: counted.filter(({ verdict }) => verdict.result === 'killed'),
    survived: counted.filter(({ verdict }) => verdict.result === 'survived'),
    uncompilable,
    unchanged: judged.length - counted.length - uncompilable,
  }
}

/** In the place of a hash, for a mutant that was stopped before its worker could say what it is. */
export const ENDLESS = 'endless'

/** Killed in tenths of a percent of killed and survived, rounded down. */
export function scorePermille({ killed, survived }: Summary): number {
  const counted = killed.length + survived.length
  return counted === 0 ? 0 : Math.floor((killed.length * 1_000) / counted)
}

/** What keeps a summary from being a report: one sentence each. */
export function findFaults(
  summary: Summary,
  explanations: Explanations,
  leastPermille: number,
): readonly string[] {
  const survivors = summary.survived.map(({ mutant }) => mutant.id)
  const score = scorePermille(summary)
  return [
    ...(score < leastPermille ? [`Killed are ${percent(score)}, less than ${percent(leastPermille)}.`] : []),
    ...survivors.filter((id) => !explanations[id]).map((id) => `${id} survived and is not explained.`),
    ...Object.keys(explanations)
      .filter((id) => !survivors.includes(id))
      .map((id) => `${id} is explained and did not survive.`),
  ]
}

/** `973` is `97.3 %`. */
export function percent(permille: number): string {
  return `${Math.floor(permille / 10)}.${permille % 10} %`
}
